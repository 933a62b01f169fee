import type { ReactElement } from "react";
import { formatAge } from "../../lib/duration.js";
import { useServices } from "../../lib/services.js";
import { useNow } from "../../lib/use-now.js";

/** How old the figures are, such as "Updated 12 s ago". @param asOf instant that they stand for */
export function DataAge({ asOf, className }: { asOf: string; className: string }): ReactElement {
  const { texts } = useServices();
  const ageMs = Math.max(0, useNow() - Date.parse(asOf));
  return <span className={className}>{texts.race.updated(formatAge(ageMs, texts.age))}</span>;
}
