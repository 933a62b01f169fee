import { useState, type ReactElement } from "react";
import * as z from "zod/mini";
import { deadLetterList, letterState, replayOutcome, type DeadLetter } from "../../../../../wire/dead-letters.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Age } from "../parts/age.js";
import { Chips } from "../parts/chips.js";
import { Deeds } from "../parts/deeds.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { MoreRows } from "../parts/more-rows.js";
import { useQueues } from "../parts/queues.js";
import { useQuery } from "../parts/use-query.js";
import { useDesk } from "../parts/use-desk.js";
import { useHas } from "../parts/viewer.js";
import { DeskPage } from "../shell/desk-page.js";
import { prettyBody } from "./pretty-body.js";

const STEP = 30;

function useReason(): (reason: string) => string {
  const { staff } = useAdminTexts();
  const reasons: Readonly<Record<string, string>> = staff.letters.reasons;
  return (reason) => reasons[reason] ?? reason;
}

function Letter({ letter, onChange }: { letter: DeadLetter; onChange: () => void }): ReactElement {
  const { api } = useServices();
  const { desk, staff } = useAdminTexts();
  const nameOf = useReason();
  const mayAct = useHas("owner", "admin");
  const [outcome, setOutcome] = useState<z.infer<typeof replayOutcome>>();
  const path = `/admin/dead-letters/${letter.id}`;
  const replay = async (): Promise<void> => {
    setOutcome(await api.changeMine({ method: "POST", path: `${path}/replay`, schema: replayOutcome }));
    onChange();
  };
  const discard = async (reason: string | undefined): Promise<void> => {
    await api.changeMine({ method: "POST", path: `${path}/discard`, schema: z.undefined(), body: { reason } });
    onChange();
  };
  return (
    <li className="item">
      <div className="item__head">
        <div className="item__what">
          <span className="item__title">{nameOf(letter.reason)}</span>
          <span className="item__sub">
            {letter.source} · {desk.letters.endpoint[letter.endpoint]}
            {letter.item === null ? "" : ` · ${desk.letters.item(letter.item + 1)}`} · <Age at={letter.receivedAt} />
          </span>
        </div>
        <span className={`pill ${letter.state === "open" ? "pill--open" : ""}`}>
          {desk.letters.state[letter.state]}
        </span>
      </div>
      {letter.detail === null ? null : <p className="letter__detail">{letter.detail}</p>}
      {outcome?.status === "quarantined" ? (
        <p className="warning" role="status">
          {staff.letters.stillRefused(nameOf(outcome.reason ?? ""))}
        </p>
      ) : null}
      <details className="item__more">
        <summary>{desk.letters.content}</summary>
        <pre className="code" tabIndex={0}>
          {prettyBody(letter.body)}
        </pre>
        <p className="form__hint selectable">{letter.deliveryId}</p>
      </details>
      {letter.state === "open" && mayAct ? (
        <Deeds
          label={nameOf(letter.reason)}
          deeds={[
            { key: "replay", label: staff.letters.replay, run: replay },
            {
              key: "discard",
              label: staff.letters.discard,
              look: "danger",
              asks: [{ name: "reason", label: staff.letters.askDiscard, rows: 2, maxLength: 500 }],
              run: (given) => discard(given["reason"]),
            },
          ]}
        />
      ) : null}
    </li>
  );
}

/** What was signed but could not be applied: to mend and replay, or to put away. */
export function LettersPage(): ReactElement {
  const { desk, staff } = useAdminTexts();
  const source = useQuery("source");
  const [state, setState] = useState<z.infer<typeof letterState>>("open");
  const [limit, setLimit] = useState(STEP);
  const query = new URLSearchParams({ state, limit: String(limit), ...(source === null ? {} : { source }) });
  const letters = useDesk(`/admin/dead-letters?${query.toString()}`, deadLetterList);
  const queues = useQueues();
  const changed = (): void => {
    letters.refresh();
    queues.refresh();
  };
  return (
    <DeskPage title={staff.letters.title} lead={staff.letters.text}>
      <Chips
        label={desk.views}
        chosen={state}
        onChoose={setState}
        chips={letterState.options.map((key) => ({ key, label: desk.letters.state[key] }))}
      />
      <DeskPanel
        isQuiet
        title={source ?? desk.letters.state[state]}
        desk={letters}
        empty={{
          when: (value) => value.deadLetters.length === 0,
          text: state === "open" ? staff.letters.none : desk.letters.noneOfThese,
          icon: "letter",
        }}
      >
        {(value) => (
          <>
            <ul className="card items">
              {value.deadLetters.map((letter) => (
                <Letter key={letter.id} letter={letter} onChange={changed} />
              ))}
            </ul>
            <MoreRows nextCursor={value.nextCursor} limit={limit} onMore={setLimit} />
          </>
        )}
      </DeskPanel>
    </DeskPage>
  );
}
