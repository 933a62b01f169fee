import { useMemo, useState, type ReactElement } from "react";
import { Button } from "../../../../components/button.js";
import { Fault } from "../../../../components/fault.js";
import { SelectInput, TextInput } from "../../../../components/inputs.js";
import { Submit } from "../../../../components/submit.js";
import { useAction } from "../../../../lib/use-action.js";
import { useAdminTexts } from "../../parts/admin-texts.js";
import { Head } from "../../parts/desk-panel.js";
import { LanesEditor } from "./lanes-editor.js";
import { PoolFields } from "./pool-fields.js";
import { PrizeEditor } from "./prize-editor.js";
import { bodyOf, windowOf, type RaceDraft, type Repeat } from "./race-draft.js";
import { RacePreview } from "./race-preview.js";
import { RulesFields, type FieldsProps } from "./rules-fields.js";
import { WhatIf } from "./what-if.js";
import { knownZones } from "./zone-time.js";

const REPEATS: readonly Repeat[] = ["never", "day", "week", "month"];

export interface RaceFormProps {
  initial: RaceDraft;
  submit: string;
  /** `live`: the window stays and a public note is needed. `scheduled`: everything may change. */
  kind: "new" | "scheduled" | "live";
  onSubmit: (draft: RaceDraft) => Promise<void>;
  /** Keeps a new race as a draft; a series has none. */
  onKeep?: (draft: RaceDraft) => Promise<void>;
}

function WindowFields({ draft, change, kind }: FieldsProps & Pick<RaceFormProps, "kind">): ReactElement {
  const { desk } = useAdminTexts();
  const { form } = desk;
  const zones = useMemo(() => knownZones().map((zone) => [zone, zone.replaceAll("_", " ")] as const), []);
  const isWrong = windowOf(draft) === undefined;
  return (
    <div className="fields">
      <div className="pair">
        <TextInput
          label={form.startsAt}
          kind="datetime-local"
          value={draft.startsAt}
          onChange={(startsAt) => change({ startsAt })}
        />
        <TextInput
          label={form.endsAt}
          kind="datetime-local"
          value={draft.endsAt}
          fault={isWrong ? form.windowFault : undefined}
          onChange={(endsAt) => change({ endsAt })}
        />
      </div>
      <div className="pair">
        <SelectInput
          label={form.timeZone}
          hint={form.timeZoneHint}
          value={draft.timeZone}
          options={zones}
          onChange={(timeZone) => change({ timeZone })}
        />
        {kind === "new" ? (
          <SelectInput
            label={form.repeat}
            hint={draft.repeat === "never" ? undefined : form.repeatHint}
            value={draft.repeat}
            options={REPEATS.map((repeat) => [repeat, form.repeats[repeat]] as const)}
            onChange={(value) => change({ repeat: REPEATS.find((one) => one === value) ?? "never" })}
          />
        ) : null}
      </div>
    </div>
  );
}

function Basics({ draft, change, kind }: FieldsProps & Pick<RaceFormProps, "kind">): ReactElement {
  const { desk } = useAdminTexts();
  const { form } = desk;
  return (
    <section>
      <Head title={form.basics} />
      <div className="card form-card">
        <TextInput
          label={form.title}
          value={draft.title}
          maxLength={100}
          placeholder={form.titlePlaceholder}
          onChange={(title) => change({ title })}
        />
        {kind === "live" ? null : <WindowFields draft={draft} change={change} kind={kind} />}
        {kind === "new" ? null : (
          <TextInput
            label={form.note}
            hint={kind === "live" ? form.noteHint : form.noteHintBefore}
            rows={2}
            maxLength={500}
            value={draft.note}
            onChange={(note) => change({ note })}
          />
        )}
      </div>
    </section>
  );
}

/** A race with its prizes and rules, how players will see it, and what it would have cost. */
export function RaceForm({ initial, submit, kind, onSubmit, onKeep }: RaceFormProps): ReactElement {
  const { desk } = useAdminTexts();
  const { form } = desk;
  const { lanes } = form;
  const [draft, setDraft] = useState(initial);
  const { run, isBusy, fault } = useAction();
  const change = (part: Partial<RaceDraft>): void => setDraft((before) => ({ ...before, ...part }));
  const isReady = bodyOf(draft) !== undefined && (kind !== "live" || draft.note.trim().length >= 3);
  return (
    <form
      className="race-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !isBusy) run(() => onSubmit(draft));
      }}
    >
      <div className="race-form__main">
        <Basics draft={draft} change={change} kind={kind} />
        <section>
          <Head title={form.prizes} />
          <div className="card form-card">
            <PrizeEditor prizes={draft.prizes} onChange={(prizes) => change({ prizes })} />
            <PoolFields draft={draft} change={change} />
          </div>
        </section>
        <section>
          <Head title={form.rules} />
          <div className="card form-card">
            <RulesFields draft={draft} change={change} />
          </div>
        </section>
        <section>
          <Head title={lanes.title} />
          <div className="card form-card">
            <LanesEditor lanes={draft.lanes} onChange={(changed) => change({ lanes: changed })} />
          </div>
        </section>
      </div>
      <div className="race-form__side">
        <RacePreview draft={draft} />
        <WhatIf draft={draft} />
        <Fault text={fault} />
        <div className="race-form__submit">
          <Submit text={submit} isEnabled={isReady} isBusy={isBusy} isUnsaved={draft !== initial} />
          {onKeep !== undefined && draft.repeat === "never" ? (
            <Button isDisabled={!isReady || isBusy} onPress={() => run(() => onKeep(draft))}>
              {desk.races.keep}
            </Button>
          ) : null}
        </div>
      </div>
    </form>
  );
}
