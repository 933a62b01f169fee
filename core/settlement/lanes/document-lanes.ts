import type { PoolClient } from "pg";
import type { CanonicalValue } from "../../../proof/canonical-json.js";
import { cents, formatCents, formatMicroUsd, type MicroUsd } from "../../../wire/money.js";
import { prizePool } from "../../prizes/prize-table.js";
import type { RaceLane } from "../../races/race-lanes.js";
import { pseudonymOf } from "../pseudonyms.js";
import { readLaneRows, type LaneRow } from "./read-lane-rows.js";

/** A race of a million who all reached a lane's cap pays all of them a share: every place is listed then. */
const EVERY_PLACE = 2 ** 31 - 1;

/** The member `lanes` of a result document, from the stored rows; empty without lanes, and then it is left out. */
export async function documentLanes(
  client: PoolClient,
  resultId: number,
  lanes: readonly RaceLane[],
  raceSalt: Buffer,
): Promise<CanonicalValue[]> {
  if (lanes.length === 0) return [];
  const rows = await readLaneRows(client, resultId, EVERY_PLACE);
  return lanes.map((lane, at) => {
    const own = rows.filter((row) => row.lane === at + 1);
    const pool = prizePool(lane.prizes);
    const awarded = cents(own.reduce((sum, { prize }) => sum + prize, 0n));
    return {
      pool: formatCents(pool),
      awarded: formatCents(awarded),
      leftover: formatCents(cents(pool - awarded)),
      players: own.map((row) => documentRow(row, raceSalt)),
    };
  });
}

function documentRow(row: LaneRow, raceSalt: Buffer): CanonicalValue {
  const amount = (value: MicroUsd | null): string | null => (value === null ? null : formatMicroUsd(value));
  return {
    pseudonym: pseudonymOf(raceSalt, row.playerId),
    rank: row.rank,
    score: formatMicroUsd(row.score),
    prize: formatCents(row.prize),
    lastMonth: amount(row.lastMonth),
    before: amount(row.before),
    ...(row.squad !== null && { squad: row.squad }),
  };
}
