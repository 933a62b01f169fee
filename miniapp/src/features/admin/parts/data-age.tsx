import type { ReactElement } from "react";
import { formatAge } from "../../../lib/duration.js";
import { useServices } from "../../../lib/services.js";
import { useNow } from "../../../lib/use-now.js";
import { useAdminTexts } from "./admin-texts.js";

/** How old figures are: calm while they come in time, in words and colour when they do not. */
export function DataAge({ asOf, isStale }: { asOf: string | null; isStale: boolean }): ReactElement {
  const { texts } = useServices();
  const { desk } = useAdminTexts();
  const now = useNow();
  const age = asOf === null ? desk.noData : formatAge(Math.max(0, now - Date.parse(asOf)), texts.age);
  return (
    <span className={`data-age ${isStale ? "data-age--stale" : ""}`}>
      {isStale ? texts.fresh.withAge(texts.fresh.delayed, age) : age}
    </span>
  );
}
