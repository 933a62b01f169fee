import { useId, useState, type ReactElement } from "react";
import { nameDisplay } from "../../../../wire/settings.js";
import { Submit } from "../../components/submit.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { useAction } from "../../lib/use-action.js";
import { Fault } from "../../components/fault.js";
import { Choice } from "../../components/fields.js";
import type { SectionProps } from "./section-props.js";

const MOST_LETTERS = 40;

function AliasForm({ profile, save }: SectionProps): ReactElement {
  const { settings: words } = usePageTexts();
  const id = useId();
  const saved = profile.alias ?? "";
  const [alias, setAlias] = useState(saved);
  const { run, isBusy, fault } = useAction();
  const wanted = alias.trim();
  const isChanged = wanted !== saved;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) run(() => save({ alias: wanted === "" ? null : wanted }));
      }}
    >
      <label className="form__label" htmlFor={id}>
        {words.alias}
      </label>
      <input
        id={id}
        className="field"
        value={alias}
        maxLength={MOST_LETTERS}
        autoComplete="off"
        aria-describedby={`${id}-hint`}
        onChange={(event) => setAlias(event.target.value)}
      />
      <p className="form__hint" id={`${id}-hint`}>
        {words.aliasHint}
      </p>
      <Fault text={fault} />
      {isChanged ? <Submit text={words.save} isEnabled isBusy={isBusy} isUnsaved /> : null}
    </form>
  );
}

/** How the person is called in public. */
export function PrivacySection({ profile, save }: SectionProps): ReactElement {
  const { settings: words } = usePageTexts();
  const { run, isBusy, fault } = useAction();
  return (
    <div className="card settings__card">
      <AliasForm profile={profile} save={save} />
      <Choice
        label={words.nameDisplay}
        hint={words.nameDisplayHint}
        value={profile.settings.nameDisplay}
        options={nameDisplay.options.map((option) => [option, words.nameDisplays[option]] as const)}
        isDisabled={isBusy}
        onChange={(value) => {
          const parsed = nameDisplay.safeParse(value);
          if (parsed.success) run(() => save({ nameDisplay: parsed.data }));
        }}
      />
      <Fault text={fault} />
    </div>
  );
}
