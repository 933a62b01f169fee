import type { StandingsRow } from "../../wire/race.js";
import { tg, type HtmlBlock, lines } from "./html.js";
import { displayName, LEFT_TO_RIGHT } from "./names.js";
import type { ViewLanguage } from "./view-language.js";

const MEDALS: ReadonlyMap<number, string> = new Map([
  [1, "🥇"],
  [2, "🥈"],
  [3, "🥉"],
]);

export interface RowsOptions {
  language: ViewLanguage;
  /** Public id of the player whose row is marked. */
  marked?: string;
  /** Leaderboards pay nothing. */
  withPrizes: boolean;
}

/**
 * Standings as lines. Rank and amount stand in `code` on the left, where every client uses one width for all digits,
 * so they line up; name, medal and prize follow in the ordinary type, which may hold any script and wrap freely.
 * (In a `pre` table a Chinese or emoji name pushes its amount out of line, and 30 columns are all a small phone has.)
 */
export function standingsRows(rows: readonly StandingsRow[], options: RowsOptions): HtmlBlock {
  const { formats } = options.language;
  const amounts = rows.map((row) => formats.money(row.wagered));
  const amountWidth = Math.max(0, ...amounts.map((amount) => amount.length));
  const rankWidth = Math.max(0, ...rows.map((row) => String(row.rank).length));
  return lines(
    ...rows.map((row, index) => {
      const rank = String(row.rank).padStart(rankWidth);
      const amount = (amounts[index] ?? "").padStart(amountWidth);
      return tg`${LEFT_TO_RIGHT}<code>${rank} ${amount}</code> ${who(row, options)}${prize(row, options)}`;
    }),
  );
}

function who(row: StandingsRow, { marked }: RowsOptions): HtmlBlock {
  const medal = MEDALS.get(row.rank);
  const name = displayName(row.player.name);
  const shown = row.player.id === marked ? tg`<b>${name}</b>` : tg`${name}`;
  return medal === undefined ? shown : tg`${medal} ${shown}`;
}

function prize(row: StandingsRow, { withPrizes, language }: RowsOptions): HtmlBlock {
  // A place without a prize says nothing: a column of zeros would read like a verdict.
  const isPaid = withPrizes && /[1-9]/.test(row.prize);
  return isPaid ? tg` · ${language.formats.money(row.prize)}` : tg``;
}
