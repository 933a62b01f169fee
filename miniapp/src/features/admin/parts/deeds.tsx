import { useEffect, useRef, useState, type ReactElement } from "react";
import { Button, type ButtonProps } from "../../../components/button.js";
import { Fault } from "../../../components/fault.js";
import { TextInput, type TextInputProps } from "../../../components/inputs.js";
import { Submit } from "../../../components/submit.js";
import { useServices } from "../../../lib/services.js";
import { useAction } from "../../../lib/use-action.js";

/** As the API asks of all reasons. */
const LEAST_LETTERS = 3;

export interface Deed {
  key: string;
  label: string;
  look?: ButtonProps["look"];
  /** What happens, told before it does. Without it and `asks` the deed is done at once. */
  ask?: string;
  /** What has to be given: a reason, a reference, a moment. */
  asks?: readonly Asked[];
  /** The words on the button that does it. */
  confirm?: string;
  run: (given: Record<string, string>) => Promise<unknown>;
}

export interface Asked extends Pick<TextInputProps, "label" | "hint" | "kind" | "maxLength" | "rows"> {
  name: string;
  /** Fewest letters; 3 by default. */
  least?: number;
  initial?: string;
}

/** What can be done with one thing: a row of buttons, each with its question before anything happens. */
export function Deeds({ deeds, label }: { deeds: readonly Deed[]; label: string }): ReactElement | null {
  const [chosen, setChosen] = useState<string>();
  const { run, isBusy, fault } = useAction();
  const deed = deeds.find(({ key }) => key === chosen);
  if (deed !== undefined) return <DeedForm deed={deed} onClose={() => setChosen(undefined)} />;
  if (deeds.length === 0) return null;
  return (
    <>
      <div className="deeds" role="group" aria-label={label}>
        {deeds.map((one) => (
          <Button
            key={one.key}
            look={one.look ?? "tint"}
            isDisabled={isBusy}
            onPress={() => {
              const isAsking = one.ask !== undefined || one.asks !== undefined;
              if (isAsking) setChosen(one.key);
              else run(() => one.run({}));
            }}
          >
            {one.label}
          </Button>
        ))}
      </div>
      <Fault text={fault} />
    </>
  );
}

function DeedForm({ deed, onClose }: { deed: Deed; onClose: () => void }): ReactElement {
  const { texts } = useServices();
  const asks = deed.asks ?? [];
  const [given, setGiven] = useState<Record<string, string>>(() =>
    Object.fromEntries(asks.map(({ name, initial }) => [name, initial ?? ""])),
  );
  const { run, isBusy, fault } = useAction();
  const isComplete = asks.every(({ name, least = LEAST_LETTERS }) => (given[name] ?? "").trim().length >= least);
  const form = useRef<HTMLFormElement>(null);
  // The button that was pressed is gone: without this, keyboards and screen readers would start over at the top.
  useEffect(() => (form.current?.querySelector<HTMLElement>("input, textarea") ?? form.current)?.focus(), []);
  const isUnsaved = asks.some(({ name, initial = "" }) => given[name] !== initial);
  const act = async (): Promise<void> => {
    await deed.run(Object.fromEntries(Object.entries(given).map(([name, text]) => [name, text.trim()])));
    onClose();
  };
  return (
    <form
      ref={form}
      tabIndex={-1}
      className={`form deed ${deed.look === "danger" ? "deed--danger" : ""}`}
      aria-label={deed.label}
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete && !isBusy) run(act);
      }}
    >
      {deed.ask === undefined ? null : <p className="deed__ask">{deed.ask}</p>}
      {asks.map(({ name, least: _least, initial: _initial, ...field }) => (
        <TextInput
          key={name}
          {...field}
          value={given[name] ?? ""}
          onChange={(value) => setGiven((before) => ({ ...before, [name]: value }))}
        />
      ))}
      <Fault text={fault} />
      <div className="form__actions">
        <Submit text={deed.confirm ?? deed.label} isEnabled={isComplete} isBusy={isBusy} isUnsaved={isUnsaved} />
        <Button onPress={onClose}>{texts.state.cancel}</Button>
      </div>
    </form>
  );
}
