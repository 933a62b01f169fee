import { useId, type ReactElement, type ReactNode } from "react";
import "./inputs.css";

interface LabelledProps {
  label: string;
  hint?: string | undefined;
  /** What is wrong with the value, in the person's words. */
  fault?: string | undefined;
}

function Labelled({
  id,
  label,
  hint,
  fault,
  children,
}: LabelledProps & { id: string; children: ReactNode }): ReactElement {
  return (
    <div className="input">
      <label className="input__label" htmlFor={id}>
        {label}
      </label>
      {children}
      {hint === undefined ? null : (
        <p className="form__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault === undefined ? null : (
        <p className="input__fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}

function describedBy(id: string, { hint, fault }: LabelledProps): string | undefined {
  const parts = [hint === undefined ? "" : `${id}-hint`, fault === undefined ? "" : `${id}-fault`].filter(Boolean);
  return parts.length === 0 ? undefined : parts.join(" ");
}

export interface TextInputProps extends LabelledProps {
  value: string;
  onChange: (value: string) => void;
  maxLength?: number;
  /** `decimal` asks phones for their number pad; the value stays text. `datetime-local` is a local wall clock. */
  kind?: "text" | "decimal" | "whole" | "datetime-local" | "search";
  placeholder?: string;
  /** More than one line. */
  rows?: number;
  isMono?: boolean;
}

/** One field with its label, what helps, and what is wrong. */
export function TextInput(props: TextInputProps): ReactElement {
  const { value, onChange, maxLength, kind = "text", placeholder, rows, isMono = false } = props;
  const id = useId();
  const shared = {
    id,
    className: `field ${isMono ? "field--mono" : ""} ${kind === "decimal" || kind === "whole" ? "field--number" : ""}`,
    value,
    maxLength,
    placeholder,
    "aria-describedby": describedBy(id, props),
    "aria-invalid": props.fault !== undefined,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (
    <Labelled id={id} label={props.label} hint={props.hint} fault={props.fault}>
      {rows === undefined ? (
        <input
          {...shared}
          type={kind === "datetime-local" || kind === "search" ? kind : "text"}
          inputMode={kind === "decimal" ? "decimal" : kind === "whole" ? "numeric" : undefined}
          autoComplete="off"
          spellCheck={kind === "text" && !isMono}
        />
      ) : (
        <textarea {...shared} rows={rows} spellCheck={!isMono} />
      )}
    </Labelled>
  );
}

export interface SelectInputProps extends LabelledProps {
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  onChange: (value: string) => void;
}

export function SelectInput(props: SelectInputProps): ReactElement {
  const id = useId();
  return (
    <Labelled id={id} label={props.label} hint={props.hint} fault={props.fault}>
      <select
        id={id}
        className="field"
        value={props.value}
        aria-describedby={describedBy(id, props)}
        onChange={(event) => props.onChange(event.target.value)}
      >
        {props.options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </Labelled>
  );
}
