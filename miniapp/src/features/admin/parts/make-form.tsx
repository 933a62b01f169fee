import { useState, type ReactElement } from "react";
import { Button } from "../../../components/button.js";
import { Fault } from "../../../components/fault.js";
import { SelectInput, TextInput, type TextInputProps } from "../../../components/inputs.js";
import { Submit } from "../../../components/submit.js";
import { useServices } from "../../../lib/services.js";
import { useAction } from "../../../lib/use-action.js";

export interface MakeField extends Pick<
  TextInputProps,
  "label" | "hint" | "kind" | "maxLength" | "rows" | "placeholder" | "isMono"
> {
  name: string;
  /** May be left empty, and is then left out. */
  isOptional?: boolean;
  initial?: string;
  /** One of these instead of a text. */
  options?: readonly (readonly [value: string, label: string])[];
}

export interface MakeFormProps {
  label: string;
  submit: string;
  fields: readonly MakeField[];
  /** What it brings, told before it is made: a second press makes it. Undefined when there is nothing to tell. */
  ask?: (given: Record<string, string>) => string | undefined;
  onSubmit: (given: Record<string, string>) => Promise<unknown>;
  onCancel: () => void;
}

/** A small form that makes one thing: empty optional fields are left out of what is given on. */
export function MakeForm({ label, submit, fields, ask, onSubmit, onCancel }: MakeFormProps): ReactElement {
  const { texts } = useServices();
  const [initial] = useState(() =>
    Object.fromEntries(fields.map((field) => [field.name, field.initial ?? field.options?.[0]?.[0] ?? ""])),
  );
  const [given, setGiven] = useState<Record<string, string>>(initial);
  const { run, isBusy, fault } = useAction();
  const [question, setQuestion] = useState<string>();
  const set = (name: string) => (value: string) => {
    setGiven((before) => ({ ...before, [name]: value }));
    setQuestion(undefined);
  };
  const isComplete = fields.every(
    ({ name, isOptional, options }) =>
      isOptional === true || options !== undefined || (given[name] ?? "").trim() !== "",
  );
  const submitted = (): void => {
    const filled: Record<string, string> = Object.fromEntries(
      Object.entries(given).flatMap(([name, text]) => (text.trim() === "" ? [] : [[name, text.trim()]])),
    );
    const wanted = ask?.(filled);
    if (wanted === question) run(() => onSubmit(filled));
    else setQuestion(wanted);
  };
  return (
    <form
      className="card form-card make-form"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete && !isBusy) submitted();
      }}
    >
      {fields.map(({ name, isOptional: _isOptional, initial: _initial, options, ...field }) =>
        options === undefined ? (
          <TextInput key={name} {...field} value={given[name] ?? ""} onChange={set(name)} />
        ) : (
          <SelectInput
            key={name}
            label={field.label}
            hint={field.hint}
            value={given[name] ?? ""}
            options={options}
            onChange={set(name)}
          />
        ),
      )}
      {question === undefined ? null : (
        <p className="warning" role="status">
          {question}
        </p>
      )}
      <Fault text={fault} />
      <div className="form__actions">
        <Submit text={submit} isEnabled={isComplete} isBusy={isBusy} isUnsaved={given !== initial} />
        <Button onPress={onCancel}>{texts.state.cancel}</Button>
      </div>
    </form>
  );
}
