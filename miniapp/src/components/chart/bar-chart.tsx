import { useState, type CSSProperties, type ReactElement } from "react";
import { useServices } from "../../lib/services.js";
import { largestOf, shareOf } from "./share-of.js";
import "./bar-chart.css";

export interface Bar {
  key: string;
  /** Decimal text of the wire. */
  amount: string;
  /** What the bar stands for, such as a day. */
  label: string;
  /** The amount as people read it. */
  value: string;
}

/** A bar of nothing is still a place to press. */
const LEAST_SHARE = 0.015;

/**
 * Bars over time. Each is a button: pressing or focusing it tells its figure above the chart, so that fingers, keyboards
 * and screen readers all get at it.
 */
export function BarChart({ bars, label }: { bars: readonly Bar[]; label: string }): ReactElement {
  const { host } = useServices();
  const [chosen, setChosen] = useState<string>();
  const most = largestOf(bars.map(({ amount }) => amount));
  const shown = bars.find(({ key }) => key === chosen) ?? bars.at(-1);
  return (
    <figure className="chart" aria-label={label}>
      <figcaption className="chart__told" aria-live="polite">
        <span className="chart__value">{shown?.value}</span>
        <span className="chart__label">{shown?.label}</span>
      </figcaption>
      <div className="chart__bars">
        {bars.map(({ key, amount, label: at, value }) => {
          const share = Math.max(LEAST_SHARE, shareOf(amount, "0", most));
          const style: CSSProperties = { transform: `scaleY(${most === "0" ? LEAST_SHARE : share})` };
          return (
            <button
              key={key}
              type="button"
              className={`chart__bar ${key === shown?.key ? "chart__bar--chosen" : ""}`}
              aria-label={`${at}: ${value}`}
              aria-pressed={key === shown?.key}
              onFocus={() => setChosen(key)}
              onClick={() => {
                host?.haptic("select");
                setChosen(key);
              }}
            >
              <span className="chart__fill" style={style} />
            </button>
          );
        })}
      </div>
      <div className="chart__axis" aria-hidden="true">
        <span>{bars[0]?.label}</span>
        <span>{bars.length > 1 ? bars.at(-1)?.label : null}</span>
      </div>
    </figure>
  );
}
