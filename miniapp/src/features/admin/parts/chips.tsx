import type { ReactElement } from "react";
import { keepInSight } from "../../../components/in-sight.js";
import { useServices } from "../../../lib/services.js";

export interface ChipsProps<Key extends string> {
  label: string;
  chips: readonly { key: Key; label: string; count?: number }[];
  chosen: Key;
  onChoose: (key: Key) => void;
}

/** Views of one list, of which one is shown. */
export function Chips<Key extends string>({ label, chips, chosen, onChoose }: ChipsProps<Key>): ReactElement {
  const { host } = useServices();
  return (
    <div className="tabs tabs--chips desk-chips" role="group" aria-label={label}>
      {chips.map(({ key, label: text, count }) => (
        <button
          key={key}
          ref={key === chosen ? keepInSight : undefined}
          type="button"
          className={`tabs__tab ${key === chosen ? "tabs__tab--active" : ""}`}
          aria-pressed={key === chosen}
          onClick={() => {
            host?.haptic("select");
            onChoose(key);
          }}
        >
          <span>
            {text}
            {count === undefined || count === 0 ? null : <span className="desk-chips__count">{count}</span>}
          </span>
        </button>
      ))}
    </div>
  );
}
