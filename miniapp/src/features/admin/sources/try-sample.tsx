import { useState, type ReactElement } from "react";
import type * as z from "zod/mini";
import { dialectTrial, sourceSettings } from "../../../../../wire/admin-sources.js";
import { Button } from "../../../components/button.js";
import { Fault } from "../../../components/fault.js";
import { TextInput } from "../../../components/inputs.js";
import { formatWager } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useAction } from "../../../lib/use-action.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { DeskIcon } from "../parts/desk-icons.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { Facts } from "../parts/facts.js";
import { useDesk } from "../parts/use-desk.js";
import { readHeaders } from "./read-headers.js";

type Trial = z.infer<typeof dialectTrial>;

function Verdict({ trial }: { trial: Trial }): ReactElement {
  const { locale } = useServices();
  const { desk } = useAdminTexts();
  const { wager, refused, signature } = trial;
  const isGood = wager !== null && (signature === "right" || signature === "not checked");
  return (
    <div className={`verdict ${isGood ? "verdict--good" : "verdict--due"}`} role="status">
      <p className="verdict__title">
        <DeskIcon name={isGood ? "check" : "alert"} />
        {desk.trial.signature[signature]}
      </p>
      {refused === null ? null : (
        <p className="warning">
          {refused.reason}: {refused.detail}
        </p>
      )}
      {wager === null ? null : (
        <Facts
          facts={[
            { label: desk.trial.wager, value: wager.wagerId },
            { label: desk.player, value: wager.playerName ?? wager.playerId },
            { label: desk.trial.amount, value: formatWager(wager.amount, locale) },
            wager.category === null ? undefined : { label: desk.entry.category, value: wager.category },
            wager.occurredAt === null ? undefined : { label: desk.entry.at, value: wager.occurredAt },
          ]}
        />
      )}
    </div>
  );
}

function TryForm({ slug, dialect }: { slug: string; dialect: unknown }): ReactElement {
  const { api } = useServices();
  const { desk } = useAdminTexts();
  const [given, setGiven] = useState({
    dialect: dialect === null ? "" : JSON.stringify(dialect, undefined, 2),
    headers: "",
    body: "",
    secret: "",
  });
  const [trial, setTrial] = useState<Trial>();
  const { run, isBusy, fault } = useAction();
  const set = (name: keyof typeof given) => (value: string) => setGiven((before) => ({ ...before, [name]: value }));
  const look = async (): Promise<void> => {
    const body = {
      ...(given.dialect.trim() === "" ? {} : { dialect: JSON.parse(given.dialect) as unknown }),
      ...(given.headers.trim() === "" ? {} : { headers: readHeaders(given.headers) }),
      ...(given.body === "" ? {} : { body: given.body }),
      ...(given.secret.trim() === "" ? {} : { secret: given.secret.trim() }),
    };
    setTrial(await api.changeMine({ method: "POST", path: `/admin/sources/${slug}/try`, schema: dialectTrial, body }));
  };
  return (
    <form
      className="card form-card"
      aria-label={desk.trial.title}
      onSubmit={(event) => {
        event.preventDefault();
        run(look);
      }}
    >
      <p className="form__hint">{desk.trial.lead}</p>
      <TextInput label={desk.trial.dialect} isMono rows={5} value={given.dialect} onChange={set("dialect")} />
      <TextInput
        label={desk.trial.headers}
        hint={desk.trial.headersHint}
        isMono
        rows={3}
        value={given.headers}
        onChange={set("headers")}
      />
      <TextInput label={desk.trial.body} isMono rows={5} value={given.body} onChange={set("body")} />
      <TextInput
        label={desk.trial.secret}
        hint={desk.trial.secretHint}
        isMono
        value={given.secret}
        onChange={set("secret")}
      />
      <Fault text={fault} />
      <div className="form__actions">
        <Button isDisabled={isBusy} onPress={() => run(look)}>
          {desk.trial.run}
        </Button>
      </div>
      {trial === undefined ? null : <Verdict trial={trial} />}
    </form>
  );
}

/** Tries a message as the sender's documentation shows it: would its signature hold, which wager would it make? */
export function TrySample({ slug }: { slug: string }): ReactElement {
  const { desk } = useAdminTexts();
  const settings = useDesk(`/admin/sources/${slug}/dialect`, sourceSettings);
  return (
    <DeskPanel title={desk.trial.title} desk={settings} bones={4}>
      {(value) => <TryForm slug={slug} dialect={value.dialect ?? null} />}
    </DeskPanel>
  );
}
