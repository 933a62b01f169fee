import type { ReactElement } from "react";
import type { Locale } from "../../../../../messages/locale.js";
import { formatCount, formatWager } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Facts } from "../parts/facts.js";

const COUNTS = new Set(["rows", "rowsBefore", "polls", "players", "seconds"]);
const AMOUNTS = new Set(["total", "totalBefore", "wagered", "short", "of", "amount"]);
const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Figures are texts on the wire; what is not in the form its name promises stays as it came. */
function shown(name: string, value: string, locale: Locale): string {
  if (AMOUNTS.has(name) && DECIMAL.test(value)) return formatWager(value, locale);
  if (COUNTS.has(name) && /^\d{1,15}$/.test(value)) return formatCount(Number(value), locale);
  return value;
}

/** The figures of a finding or of a held answer; a casino's own sums keep the names it gives them. */
export function NamedFigures({ figures }: { figures: Readonly<Record<string, string>> }): ReactElement {
  const { locale } = useServices();
  const names: Readonly<Record<string, string>> = useAdminTexts().desk.polled.figures;
  return (
    <Facts
      facts={Object.entries(figures).map(([name, value]) => ({
        label: names[name] ?? name,
        value: <bdi>{shown(name, value, locale)}</bdi>,
      }))}
    />
  );
}
