import type { StandingsRow } from "../../wire/race.js";
import { tg, type HtmlBlock, lines } from "./html.js";
import { displayName, LEFT_TO_RIGHT, NAME_LENGTH } from "./names.js";
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
 * so they line up; name, medal and prize follow in the ordinary type, which may hold any script. Names give way so that
 * no row wraps on a small phone.
 * (In a `pre` table a Chinese or emoji name pushes its amount out of line, and 30 columns are all a small phone has.)
 */
export function standingsRows(rows: readonly StandingsRow[], options: RowsOptions): HtmlBlock {
  const { formats, shared } = options.language;
  const isAdjusted = rows.some((row) => row.adjusted !== undefined);
  const amounts = rows.map((row) => formats.money(row.wagered));
  const amountWidth = Math.max(0, ...amounts.map((amount) => amount.length));
  const rankWidth = Math.max(0, ...rows.map((row) => String(row.rank).length));
  return lines(
    ...rows.map((row, index) => {
      const rank = String(row.rank).padStart(rankWidth);
      const amount = (amounts[index] ?? "").padStart(amountWidth);
      const figures = `${rank} ${amount}`;
      const paid = prize(row, options);
      const name = who(row, options, nameLength(row, figures, paid));
      return tg`${LEFT_TO_RIGHT}<code>${figures}</code> ${name}${row.adjusted === undefined ? "" : ADJUSTED}${paid}`;
    }),
    isAdjusted ? tg`<i>${ADJUSTED.trim()} ${shared.adjusted}</i>` : undefined,
  );
}

/** Behind the name of a player whose score administrators changed by hand; a line below says what it means. */
const ADJUSTED = " ✎";
/**
 * What fits one line of a bubble on a phone of 320 px (about 258 px of text), in letters of the ordinary type; a digit
 * in `code` is a tenth wider than such a letter, a medal as wide as three with its blank.
 */
const LINE_LETTERS = 34;
/** A masked name such as `Mi***Q7K` stays whole, because its end tells people apart; a giant amount may then wrap. */
const LEAST_NAME = 8;
/** Letters that are about twice as wide as others. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u;

/** Letters of a name that fit into its row beside rank, amount, medal and prize. */
function nameLength(row: StandingsRow, figures: string, paid: string): number {
  const taken =
    figures.length * 1.1 + 1 + (MEDALS.has(row.rank) ? 3 : 0) + paid.length + (row.adjusted === undefined ? 0 : 3);
  const left = (LINE_LETTERS - taken) / (WIDE.test(row.player.name) ? 1.8 : 1);
  return Math.max(LEAST_NAME, Math.min(NAME_LENGTH, Math.floor(left)));
}

function who(row: StandingsRow, { marked }: RowsOptions, length: number): HtmlBlock {
  const medal = MEDALS.get(row.rank);
  const name = displayName(row.player.name, length);
  const shown = row.player.id === marked ? tg`<b>${name}</b>` : tg`${name}`;
  return medal === undefined ? shown : tg`${medal} ${shown}`;
}

function prize(row: StandingsRow, { withPrizes, language }: RowsOptions): string {
  // A place without a prize says nothing: a column of zeros would read like a verdict.
  const isPaid = withPrizes && /[1-9]/.test(row.prize);
  return isPaid ? ` · ${withoutZeroCents(language.formats.money(row.prize))}` : "";
}

/** `$2,500.00` as `$2,500`: prizes are mostly whole, and three letters are a third of a name. */
function withoutZeroCents(money: string): string {
  return money.replace(/[.,]00(?=\D*$)/, "");
}
