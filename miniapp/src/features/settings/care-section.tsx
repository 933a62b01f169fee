import { useId, useState, type ReactElement } from "react";
import * as z from "zod/mini";
import { Button } from "../../components/button.js";
import { Submit } from "../../components/submit.js";
import { formatInstant } from "../../lib/duration.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { useAction } from "../../lib/use-action.js";
import { Fault } from "../../components/fault.js";
import { Switch } from "../../components/fields.js";
import { Section } from "./section.js";
import type { SectionProps } from "./section-props.js";

const BREAK_DAYS = [1, 7, 30, 180] as const;
const AMOUNT = /^(0|[1-9]\d{0,9})(\.\d{1,2})?$/;

function ReminderForm({ profile, save }: SectionProps): ReactElement {
  const { settings: words } = usePageTexts();
  const id = useId();
  const saved = profile.settings.monthlyReminder?.replace(/\.?0+$/, "") ?? "";
  const [amount, setAmount] = useState(saved);
  const { run, isBusy, fault } = useAction();
  const wanted = amount.trim().replace(",", ".");
  const isGood = wanted === "" || AMOUNT.test(wanted);
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isGood && wanted !== saved) run(() => save({ monthlyReminder: wanted === "" ? null : wanted }));
      }}
    >
      <label className="form__label" htmlFor={id}>
        {words.reminder}
      </label>
      <input
        id={id}
        className="field"
        inputMode="decimal"
        placeholder="1000"
        value={amount}
        aria-invalid={!isGood}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setAmount(event.target.value)}
      />
      <p className="form__hint" id={`${id}-hint`}>
        {words.reminderHint}
      </p>
      <Fault text={isGood ? fault : words.reminderBad} />
      {wanted === saved ? null : <Submit text={words.save} isEnabled={isGood} isBusy={isBusy} isUnsaved />}
    </form>
  );
}

function BreakForm({ onBreak }: { onBreak: () => void }): ReactElement {
  const { api } = useServices();
  const { settings: words } = usePageTexts();
  const [days, setDays] = useState<number | null>();
  const { run, isBusy, fault } = useAction();
  const take = async (): Promise<void> => {
    const schema = z.looseObject({});
    await api.changeMine({ method: "POST", path: "/me/break", schema, body: { days } });
    onBreak();
  };
  return (
    <div className="break">
      <p className="form__label">{words.break}</p>
      <p className="form__hint">{words.breakHint}</p>
      <div className="break__days">
        {[...BREAK_DAYS, null].map((option) => (
          <button
            key={String(option)}
            type="button"
            className={`chip ${option === days ? "chip--chosen" : ""}`}
            aria-pressed={option === days}
            onClick={() => setDays(option)}
          >
            {option === null ? words.forGood : words.days(option)}
          </button>
        ))}
      </div>
      <Fault text={fault} />
      {days === undefined ? null : (
        <Button look="danger" isDisabled={isBusy} onPress={() => run(take)}>
          {days === null ? words.breakForGood : words.breakFor(days)}
        </Button>
      )}
    </div>
  );
}

/** Help to keep within one's own limits. */
export function CareSection({ profile, save, onBreak }: SectionProps & { onBreak: () => void }): ReactElement {
  const { dateLocale } = useServices();
  const { settings: words, me } = usePageTexts();
  const { run, isBusy, fault } = useAction();
  const pause = profile.break;
  return (
    <Section title={words.care}>
      <Switch
        label={words.hidePrompts}
        hint={words.hidePromptsHint}
        isOn={profile.settings.hideWagerPrompts}
        isDisabled={isBusy}
        onChange={(hideWagerPrompts) => run(() => save({ hideWagerPrompts }))}
      />
      <Fault text={fault} />
      <ReminderForm profile={profile} save={save} />
      {pause === null ? (
        <BreakForm onBreak={onBreak} />
      ) : (
        <p className="panel-note" role="status">
          {pause.until === null ? me.breakForGood : me.breakUntil(formatInstant(pause.until, dateLocale))}
        </p>
      )}
    </Section>
  );
}
