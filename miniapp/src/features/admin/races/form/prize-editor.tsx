import { useState, type ReactElement } from "react";
import { prizeTemplates } from "../../../../../../wire/race-series.js";
import { Button } from "../../../../components/button.js";
import { Fault } from "../../../../components/fault.js";
import { TextInput } from "../../../../components/inputs.js";
import { largestOf, shareOf } from "../../../../components/chart/share-of.js";
import { formatCount, formatWager } from "../../../../lib/money-format.js";
import { useServices } from "../../../../lib/services.js";
import { useAction } from "../../../../lib/use-action.js";
import { useAdminTexts } from "../../parts/admin-texts.js";
import { checkPrizes, type PrizeFault } from "./check-prizes.js";

/** As many as a race may pay. */
const MOST_PRIZES = 1_000;
const TEMPLATE_NAMES = ["winner", "top3", "top5", "top10"] as const;
type TemplateName = (typeof TEMPLATE_NAMES)[number];

interface PrizeEditorProps {
  prizes: readonly string[];
  onChange: (prizes: readonly string[]) => void;
}

function PrizeRow(props: {
  at: number;
  text: string;
  fault: PrizeFault | undefined;
  /** Of the largest prize, 0 to 1. */
  share: number;
  onChange: (text: string) => void;
  onRemove: () => void;
}): ReactElement {
  const { locale } = useServices();
  const { desk } = useAdminTexts();
  const rank = formatCount(props.at + 1, locale);
  const id = `prize-fault-${props.at}`;
  return (
    <li className="prize-row">
      <span className={`prize-row__rank ${props.at < 3 ? `prize-row__rank--${props.at + 1}` : ""}`} aria-hidden="true">
        {rank}
      </span>
      <span className="prize-row__field">
        <span className="prize-row__bar" style={{ transform: `scaleX(${props.share})` }} aria-hidden="true" />
        <span className="prize-row__sign" aria-hidden="true">
          $
        </span>
        <input
          className="prize-row__input"
          inputMode="decimal"
          autoComplete="off"
          aria-label={desk.form.prizeOf(rank)}
          aria-invalid={props.fault !== undefined}
          aria-describedby={props.fault === undefined ? undefined : id}
          value={props.text}
          onChange={(event) => props.onChange(event.target.value)}
        />
      </span>
      <button
        type="button"
        className="prize-row__remove"
        aria-label={desk.form.removePrize(rank)}
        onClick={props.onRemove}
      >
        ×
      </button>
      {props.fault === undefined ? null : (
        <p className="prize-row__fault" id={id}>
          {desk.form.prizeFault[props.fault]}
        </p>
      )}
    </li>
  );
}

function Templates({ onChange }: Pick<PrizeEditorProps, "onChange">): ReactElement {
  const { api, host } = useServices();
  const { desk } = useAdminTexts();
  const [pool, setPool] = useState("1000");
  const { run, isBusy, fault } = useAction();
  const use = async (name: TemplateName): Promise<void> => {
    const path = `/admin/prize-templates?pool=${encodeURIComponent(pool.trim())}`;
    const { templates } = await api.readMine(path, prizeTemplates);
    const found = templates.find((template) => template.name === name);
    if (found !== undefined) onChange(found.prizes);
  };
  return (
    <div className="templates">
      <TextInput label={desk.form.pool} kind="decimal" value={pool} onChange={setPool} maxLength={16} />
      <div className="templates__names" role="group" aria-label={desk.form.templates}>
        {TEMPLATE_NAMES.map((name) => (
          <button
            key={name}
            type="button"
            className="chip"
            disabled={isBusy}
            onClick={() => {
              host?.haptic("select");
              run(() => use(name));
            }}
          >
            {desk.form.template[name]}
          </button>
        ))}
      </div>
      <Fault text={fault} />
    </div>
  );
}

/** The prize table with its sum, judged while it is typed; a template divides a pool to the cent. */
export function PrizeEditor({ prizes, onChange }: PrizeEditorProps): ReactElement {
  const { locale } = useServices();
  const { desk } = useAdminTexts();
  const { sum, faults } = checkPrizes(prizes);
  const readable = prizes.map((text) => (/^\d+(\.\d+)?$/.test(text.trim()) ? text.trim() : "0"));
  const most = largestOf(readable);
  return (
    <>
      <Templates onChange={onChange} />
      <ol className="prize-rows">
        {prizes.map((text, at) => (
          <PrizeRow
            // A rank has no other name than its place.
            key={at}
            at={at}
            text={text}
            fault={faults.get(at)}
            share={most === "0" ? 0 : shareOf(readable[at] ?? "0", "0", most)}
            onChange={(changed) => onChange(prizes.map((old, index) => (index === at ? changed : old)))}
            onRemove={() => onChange(prizes.filter((_, index) => index !== at))}
          />
        ))}
      </ol>
      <div className="prize-sum">
        <Button isDisabled={prizes.length >= MOST_PRIZES} onPress={() => onChange([...prizes, prizes.at(-1) ?? ""])}>
          {desk.form.addPrize}
        </Button>
        <p className="prize-sum__total" aria-live="polite">
          <span>{desk.form.total}</span> <strong>{formatWager(sum, locale)}</strong>
        </p>
      </div>
    </>
  );
}
