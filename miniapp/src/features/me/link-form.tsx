import { useCallback, useId, useState, type ReactElement } from "react";
import { link as linkSchema } from "../../../../wire/links.js";
import { linkSourceList } from "../../../../wire/sources.js";
import { Button } from "../../components/button.js";
import { Fault } from "../../components/fault.js";
import { Submit } from "../../components/submit.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { useAction } from "../../lib/use-action.js";
import { useLoaded } from "../../lib/use-loaded.js";

const MOST_LETTERS = 128;

export interface LinkFormProps {
  onDone: () => void;
  onCancel: () => void;
}

/** Asks for the account: which casino, and what it is called there. */
export function LinkForm({ onDone, onCancel }: LinkFormProps): ReactElement {
  const { api, texts } = useServices();
  const { links } = usePageTexts();
  const id = useId();
  const [sources] = useLoaded(useCallback(() => api.read("/sources", linkSourceList), [api]));
  const [chosen, setChosen] = useState<string>();
  const [player, setPlayer] = useState("");
  const { run, isBusy, fault } = useAction();
  const known = sources.phase === "ready" ? sources.value.sources : [];
  const source = chosen ?? known[0]?.slug;
  const send = async (): Promise<void> => {
    const body = { source, player: player.trim() };
    await api.changeMine({ method: "POST", path: "/me/links", schema: linkSchema, body });
    onDone();
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        run(send);
      }}
    >
      <label className="form__label" htmlFor={`${id}-source`}>
        {links.casino}
      </label>
      <select
        id={`${id}-source`}
        className="field"
        value={source ?? ""}
        onChange={(event) => setChosen(event.target.value)}
      >
        {known.map(({ slug, name }) => (
          <option key={slug} value={slug}>
            {name}
          </option>
        ))}
      </select>
      <label className="form__label" htmlFor={`${id}-player`}>
        {links.account}
      </label>
      <input
        id={`${id}-player`}
        className="field"
        value={player}
        maxLength={MOST_LETTERS}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setPlayer(event.target.value)}
      />
      <p className="form__hint" id={`${id}-hint`}>
        {links.accountHint}
      </p>
      <Fault text={fault} />
      <div className="form__actions">
        <Submit
          text={links.start}
          isEnabled={player.trim() !== "" && source !== undefined}
          isBusy={isBusy}
          isUnsaved={player !== ""}
        />
        <Button onPress={onCancel}>{texts.state.cancel}</Button>
      </div>
    </form>
  );
}
