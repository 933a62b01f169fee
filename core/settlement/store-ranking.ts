import type { PoolClient } from "pg";
import { RESULT_SLICE } from "../../db/schema/results.js";
import { playerId } from "../../wire/ids.js";
import { int4Array, int8Array, int8ArrayOfWhole, timestamptzArray } from "./binary-array.js";
import type { Ranking } from "./rank-players.js";

/** Slices a statement writes: a million players take 62 statements of about 600 KB. */
const SLICES_AT_ONCE = 64;
const COLUMNS = ["int", "bigint[]", "int[]", "bigint[]", "int[]", "timestamptz[]", "bigint[]", "text[]"];

/** Writes a ranking as the rows of a result, without its prizes. */
export async function storeRanking(client: PoolClient, resultId: number, ranking: Ranking): Promise<void> {
  const slices = Math.ceil(ranking.playerIds.length / RESULT_SLICE);
  // The next values are made while PostgreSQL writes the ones before: a third of the time on two cores.
  let writing: Promise<unknown> = Promise.resolve();
  for (let first = 0; first < slices; first += SLICES_AT_ONCE) {
    const count = Math.min(SLICES_AT_ONCE, slices - first);
    const values = Array.from({ length: count }, (_, at) => sliceValues(ranking, first + at));
    await writing;
    writing = client.query({
      ...(count === SLICES_AT_ONCE ? { name: "store-result-slices" } : {}),
      text: insertSlices(count),
      values: [resultId, ...values.flat()],
    });
  }
  await writing;
}

function insertSlices(count: number): string {
  const rows = Array.from({ length: count }, (_, row) => {
    const columns = COLUMNS.map((type, column) => `$${2 + row * COLUMNS.length + column}::${type}`);
    return `($1::bigint, ${columns.join(", ")})`;
  });
  return `insert into race_result_slices (result_id, slice, player_ids, ranks, scores, entries, reached_at, adjusted, excluded)
          values ${rows.join(", ")}`;
}

function sliceValues(ranking: Ranking, slice: number): unknown[] {
  const [from, to] = [slice * RESULT_SLICE, Math.min((slice + 1) * RESULT_SLICE, ranking.playerIds.length)];
  const players = ranking.playerIds.subarray(from, to);
  return [
    slice,
    int8ArrayOfWhole(players),
    int4Array(ranking.ranks.subarray(from, to)),
    int8Array(ranking.scores.subarray(from, to)),
    int4Array(ranking.entries.subarray(from, to)),
    timestamptzArray(ranking.reachedAtMs.subarray(from, to)),
    rare(players, ranking.adjusted, 0n),
    rare(players, ranking.leftOut, null),
  ];
}

/** A column that nearly nobody has a value in: null unless somebody of the slice has one. */
function rare<Value>(
  players: Float64Array,
  values: ReadonlyMap<ReturnType<typeof playerId>, Value>,
  otherwise: Value | null,
): (Value | null)[] | null {
  if (values.size === 0) return null;
  const column = Array.from(players, (player) => values.get(playerId(player)) ?? otherwise);
  return column.some((value) => value !== otherwise) ? column : null;
}
