import { useId, type ReactElement } from "react";
import { useServices } from "../lib/services.js";
import "./fields.css";

export interface SwitchProps {
  label: string;
  hint?: string;
  isOn: boolean;
  isDisabled: boolean;
  onChange: (isOn: boolean) => void;
}

/** A setting that is on or off and saved at once. */
export function Switch({ label, hint, isOn, isDisabled, onChange }: SwitchProps): ReactElement {
  const { host } = useServices();
  return (
    <label className="switch">
      <span className="switch__words">
        <span className="switch__label">{label}</span>
        {hint === undefined ? null : <span className="switch__hint">{hint}</span>}
      </span>
      <input
        type="checkbox"
        role="switch"
        className="switch__input"
        checked={isOn}
        disabled={isDisabled}
        onChange={(event) => {
          host?.haptic("select");
          onChange(event.target.checked);
        }}
      />
      <span className="switch__track" aria-hidden="true" />
    </label>
  );
}

export interface ChoiceProps {
  label: string;
  hint?: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  isDisabled: boolean;
  onChange: (value: string) => void;
}

/** One of a few, saved at once. */
export function Choice({ label, hint, value, options, isDisabled, onChange }: ChoiceProps): ReactElement {
  const id = useId();
  return (
    <div className="choice">
      <label className="choice__label" htmlFor={id}>
        {label}
      </label>
      {hint === undefined ? null : <p className="form__hint">{hint}</p>}
      <select
        id={id}
        className="field"
        value={value}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
