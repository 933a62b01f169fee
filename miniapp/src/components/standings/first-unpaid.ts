import type { StandingsRow } from "../../../../wire/race.js";
import { isZero } from "../../lib/money-format.js";

/** True for the first row without a prize below one with a prize: the line between them is drawn there. */
export function isFirstUnpaid(row: StandingsRow, above: StandingsRow | undefined): boolean {
  return above !== undefined && isZero(row.prize) && !isZero(above.prize);
}
