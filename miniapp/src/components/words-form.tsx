import { useId, useState, type ReactElement } from "react";
import * as z from "zod/mini";
import { Button } from "./button.js";
import { Fault } from "./fault.js";
import { Submit } from "./submit.js";
import { useServices } from "../lib/services.js";
import { useAction } from "../lib/use-action.js";

/** As the API asks of all words for administrators. */
const LEAST_LETTERS = 3;
const MOST_LETTERS = 1_000;

export interface WordsFormProps {
  /** Where `{text}` is posted. */
  path: string;
  label: string;
  hint: string;
  submit: string;
  onDone: () => void;
  onCancel?: () => void;
}

/** A few sentences for the administrators. */
export function WordsForm({ path, label, hint, submit, onDone, onCancel }: WordsFormProps): ReactElement {
  const { api, texts } = useServices();
  const id = useId();
  const [text, setText] = useState("");
  const { run, isBusy, fault } = useAction();
  const send = async (): Promise<void> => {
    await api.changeMine({ method: "POST", path, schema: z.looseObject({}), body: { text: text.trim() } });
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
      <label className="form__label" htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        className="field"
        rows={4}
        value={text}
        maxLength={MOST_LETTERS}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setText(event.target.value)}
      />
      <p className="form__hint" id={`${id}-hint`}>
        {hint}
      </p>
      <Fault text={fault} />
      <div className="form__actions">
        <Submit text={submit} isEnabled={text.trim().length >= LEAST_LETTERS} isBusy={isBusy} isUnsaved={text !== ""} />
        {onCancel === undefined ? null : <Button onPress={onCancel}>{texts.state.cancel}</Button>}
      </div>
    </form>
  );
}
