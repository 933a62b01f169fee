import type { ReactElement } from "react";
import { formatAge, formatInstant } from "../../../lib/duration.js";
import { useServices } from "../../../lib/services.js";
import { useNow } from "../../../lib/use-now.js";

/** How long ago something was, moving; the moment itself on hovering. */
export function Age({ at }: { at: string }): ReactElement {
  const { texts, dateLocale } = useServices();
  const ageMs = Math.max(0, useNow() - Date.parse(at));
  return (
    <time dateTime={at} title={formatInstant(at, dateLocale)}>
      {formatAge(ageMs, texts.age)}
    </time>
  );
}

/** A moment in the viewer's zone. */
export function Moment({ at }: { at: string }): ReactElement {
  const { dateLocale } = useServices();
  return <time dateTime={at}>{formatInstant(at, dateLocale)}</time>;
}
