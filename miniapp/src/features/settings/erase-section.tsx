import { useId, useState, type ReactElement } from "react";
import * as z from "zod/mini";
import { Button } from "../../components/button.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { useAction } from "../../lib/use-action.js";
import { Fault } from "../../components/fault.js";
import { Section } from "./section.js";

/** Forgets the person, after he has typed a word: this cannot be undone. */
export function EraseSection(): ReactElement {
  const { api, texts } = useServices();
  const { settings: words } = usePageTexts();
  const id = useId();
  const [isAsking, setIsAsking] = useState(false);
  const [isErased, setIsErased] = useState(false);
  const [typed, setTyped] = useState("");
  const { run, isBusy, fault } = useAction();
  const isConfirmed = typed.trim().toLocaleLowerCase() === words.eraseWord.toLocaleLowerCase();
  const erase = async (): Promise<void> => {
    await api.changeMine({ method: "DELETE", path: "/me", schema: z.undefined() });
    setIsErased(true);
  };
  return (
    <Section title={words.data}>
      {isErased ? (
        <p className="panel-note" role="status">
          {words.erased}
        </p>
      ) : (
        <p className="panel-note">{words.eraseWhat}</p>
      )}
      {isAsking && !isErased ? (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            if (isConfirmed) run(erase);
          }}
        >
          <label className="form__label" htmlFor={id}>
            {words.eraseType(words.eraseWord)}
          </label>
          <input
            id={id}
            className="field"
            value={typed}
            autoComplete="off"
            autoCapitalize="none"
            onChange={(event) => setTyped(event.target.value)}
          />
          <Fault text={fault} />
          <div className="form__actions">
            <button type="submit" className="button button--danger" disabled={!isConfirmed || isBusy}>
              {words.eraseNow}
            </button>
            <Button onPress={() => setIsAsking(false)}>{texts.state.cancel}</Button>
          </div>
        </form>
      ) : null}
      {isAsking || isErased ? null : (
        <div className="links__add">
          <Button look="danger" onPress={() => setIsAsking(true)}>
            {words.erase}
          </Button>
        </div>
      )}
    </Section>
  );
}
