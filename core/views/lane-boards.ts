import type { Pool } from "pg";
import { formatPlayerId, type RaceId } from "../../wire/ids.js";
import { cents, formatCents, formatMicroUsd, microUsd } from "../../wire/money.js";
import type { LaneStandings, RaceLanes } from "../../wire/race-lanes.js";
import { inTransaction } from "../../db/transaction.js";
import type { CoreContext } from "../context.js";
import type { Names } from "../players/name-book.js";
import { laneText, squadLaneOf } from "../races/race-lanes.js";
import type { RaceRecord } from "../races/read-races.js";
import { lanesNow } from "../settlement/lanes/lanes-now.js";
import { readLaneRows } from "../settlement/lanes/read-lane-rows.js";
import { shareLanePrizes, type PaidPlace } from "../settlement/lanes/share-lane-prizes.js";
import type { ClosedBoard } from "./closed-boards.js";

/** Places of a lane that are shown. */
const SHOWN_PLACES = 50;
/** A look ranks the whole race by SQL. Whoever asks in between shares it. */
const LOOK_EVERY_MS = 30_000;
/** Races that are remembered; forgotten in the order in which they were first asked for. */
const MOST_RACES = 100;

interface Look {
  atMs: number;
  rulesXid: bigint;
  lanes: Promise<{ asOf: Date; places: PaidPlace[][] }>;
}

/** The standings of lanes: of a race that runs by the ledger of the last half minute, later by its result. */
export class LaneBoards {
  readonly #context: Pick<CoreContext, "pool" | "clock">;
  readonly #names: Names;
  readonly #looks = new Map<RaceId, Look>();

  constructor(context: Pick<CoreContext, "pool" | "clock">, names: Names) {
    this.#context = context;
    this.#names = names;
  }

  /** @param closed what speaks for a race that is settled or cancelled */
  async of(race: RaceRecord, closed: ClosedBoard | undefined): Promise<RaceLanes> {
    if (race.lanes.length === 0) return { race: race.id, asOf: null, lanes: [] };
    const { asOf, places } =
      closed === undefined ? await this.#look(race) : await closedPlaces(this.#context.pool, race, closed);
    const names = await this.#names.of(places.flat().map(({ playerId }) => playerId));
    const squads = await namesOfSquads(this.#context.pool, race);
    const show = (place: PaidPlace) => ({
      player: { id: formatPlayerId(place.playerId), name: names.get(place.playerId) ?? "" },
      score: formatMicroUsd(place.score),
      prize: formatCents(place.prize),
    });
    return {
      race: race.id,
      asOf: asOf?.toISOString() ?? null,
      lanes: race.lanes.map((lane, at): LaneStandings => {
        const own = places[at] ?? [];
        const rows = own.slice(0, SHOWN_PLACES).map((place) => ({ rank: place.rank, ...show(place) }));
        if (lane.squads === null) return { ...laneText(lane), rows };
        return { ...laneText(lane), rows: [], squadRows: squadRows(own, squads, show) };
      }),
    };
  }

  async #look(race: RaceRecord): Promise<{ asOf: Date | null; places: PaidPlace[][] }> {
    const now = this.#context.clock.now();
    if (now < race.startsAt) return { asOf: null, places: [] };
    const known = this.#looks.get(race.id);
    if (known?.rulesXid === race.rulesXid && Math.abs(now.getTime() - known.atMs) < LOOK_EVERY_MS) return known.lanes;
    const look = { atMs: now.getTime(), rulesXid: race.rulesXid, lanes: this.#rank(race, now) };
    this.#looks.set(race.id, look);
    const [oldest] = this.#looks.keys();
    if (this.#looks.size > MOST_RACES && oldest !== undefined) this.#looks.delete(oldest);
    try {
      return await look.lanes;
    } catch (error) {
      if (this.#looks.get(race.id) === look) this.#looks.delete(race.id);
      throw error;
    }
  }

  async #rank(race: RaceRecord, asOf: Date): Promise<{ asOf: Date; places: PaidPlace[][] }> {
    const lanes = await inTransaction(this.#context.pool, "snapshot", (client) => lanesNow(client, race, SHOWN_PLACES));
    const paid = lanes.map((places, at) =>
      shareLanePrizes(places, race.lanes[at]?.prizes ?? [], race.id, formatPlayerId),
    );
    return { asOf, places: paid };
  }
}

async function namesOfSquads(pool: Pool, race: RaceRecord): Promise<Map<string, string>> {
  if (squadLaneOf(race) === undefined) return new Map();
  const { rows } = await pool.query<{ id: string; name: string }>(
    "select id::text, name from race_squads where race_id = $1",
    [race.id],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

type SquadRow = NonNullable<LaneStandings["squadRows"]>[number];

/** The squads of a lane in their order, each with its members as they stand side by side. */
function squadRows(
  places: readonly PaidPlace[],
  names: ReadonlyMap<string, string>,
  show: (place: PaidPlace) => SquadRow["members"][number],
): SquadRow[] {
  const squads = new Map<string, PaidPlace[]>();
  for (const place of places) {
    if (place.squad !== null) squads.set(place.squad, [...(squads.get(place.squad) ?? []), place]);
  }
  return [...squads].slice(0, SHOWN_PLACES).map(([id, members]) => ({
    rank: members[0]?.rank ?? 0,
    squad: { id, name: names.get(id) ?? "" },
    score: formatMicroUsd(microUsd(members.reduce((sum, { score }) => sum + score, 0n))),
    prize: formatCents(cents(members.reduce((sum, { prize }) => sum + prize, 0n))),
    members: members.map(show),
  }));
}

async function closedPlaces(
  pool: Pool,
  race: RaceRecord,
  { resultId, isVoid, computedAt }: ClosedBoard,
): Promise<{ asOf: Date | null; places: PaidPlace[][] }> {
  const rows = resultId === null ? [] : await readLaneRows(pool, resultId, SHOWN_PLACES);
  const paid = rows.map((row) => (isVoid ? { ...row, prize: cents(0n) } : row));
  return { asOf: computedAt, places: race.lanes.map((_, at) => paid.filter(({ lane }) => lane === at + 1)) };
}
