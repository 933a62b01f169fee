import { useEffect, type ReactElement } from "react";
import { countdownParts } from "../../lib/duration.js";
import { useServices } from "../../lib/services.js";
import { useNow } from "../../lib/use-now.js";

export interface CountdownProps {
  /** ISO 8601. */
  until: string;
  label: string;
  onTimeUp: () => void;
}

/** Days, hours, minutes and seconds left, by the server's clock. */
export function Countdown({ until, label, onTimeUp }: CountdownProps): ReactElement {
  const { texts } = useServices();
  const leftMs = Date.parse(until) - useNow();
  const isOver = leftMs <= 0;
  useEffect(() => {
    if (isOver) onTimeUp();
  }, [isOver, onTimeUp]);
  const { days, hours, minutes, seconds } = countdownParts(leftMs);
  const cells: [value: number, unit: string][] = [
    [days, texts.race.days],
    [hours, texts.race.hours],
    [minutes, texts.race.minutes],
    [seconds, texts.race.seconds],
  ];
  return (
    <div className="countdown" role="timer" aria-label={`${label}: ${texts.race.timeLeft(days, hours, minutes)}`}>
      {cells.map(([value, unit]) => (
        <span key={unit} className="countdown__cell" aria-hidden="true">
          <span className="countdown__number">{String(value).padStart(2, "0")}</span>
          <span className="countdown__unit">{unit}</span>
        </span>
      ))}
    </div>
  );
}
