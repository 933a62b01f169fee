import type { Pool } from "pg";
import { drizzleOn } from "../../db/connect.js";
import { inTransaction } from "../../db/transaction.js";
import { parseRaceId, playerId, type PlayerId, type RaceId } from "../../wire/ids.js";
import { cents, formatCents, type Cents } from "../../wire/money.js";
import { appendAudit } from "../access/audit.js";
import type { CoreContext } from "../context.js";
import { ConflictError, InvalidInputError, NotFoundError, type InputIssue } from "../errors.js";
import { parsePrizeTable } from "../prizes/prize-table.js";
import { lockRace } from "../races/move-race.js";
import type { RaceRecord } from "../races/read-races.js";

/** `off`: the race was cancelled, and nobody is judged. */
export type GameState = "open" | "closed" | "judged" | "off";

/** How often a player was named. */
export interface Tally {
  playerId: PlayerId;
  /** As first, second and third. */
  named: readonly [number, number, number];
}

/** A game about the podium of a race: free, one prediction for each person, closed at a stated time. */
export interface PredictionGame {
  race: RaceId;
  title: string;
  closesAt: Date;
  /** For the best, the second best …; none is played for honour. */
  prizes: Cents[];
  state: GameState;
  /** How many people have predicted. */
  predictions: number;
  /** Players by how often they were named, most first. */
  tally: Tally[];
  /** Most points that somebody has; null before it is judged, or when nobody predicted. */
  bestPoints: number | null;
}

export interface GameInput {
  /** Half of the race when left out, or of what is left of it once that is over. */
  closesAt?: Date | undefined;
  prizes?: readonly string[] | undefined;
}

const SET = `
  insert into prediction_games (race_id, closes_at, prizes, created_by, created_at)
  values ($1, $2, $3::bigint[], $4, $5)
  on conflict (race_id) do update set closes_at = excluded.closes_at, prizes = excluded.prizes
  where not exists (select from predictions p where p.race_id = prediction_games.race_id)`;

/**
 * Opens the game of a race, or changes it as long as nobody has predicted.
 * @throws NotFoundError, InvalidInputError naming every fault, ConflictError once somebody has predicted or the race is over
 */
export async function setPredictionGame(
  { pool, clock }: Pick<CoreContext, "pool" | "clock">,
  id: RaceId,
  input: GameInput,
  actor: string,
): Promise<PredictionGame> {
  await inTransaction(pool, "read committed", async (client) => {
    const race = await lockRace(client, id);
    if (race.status !== "scheduled" && race.status !== "live") {
      throw new ConflictError("Only a race that is to come or runs can have a prediction game.");
    }
    const now = clock.now();
    const game = checkGame(input, race, now);
    const { rowCount } = await client.query(SET, [id, game.closesAt, game.prizes.map(String), actor, now]);
    if (rowCount === 0) throw new ConflictError("Somebody has predicted by these rules: they stay.");
    const detail = { closesAt: game.closesAt.toISOString(), prizes: game.prizes.map(formatCents) };
    await appendAudit(drizzleOn(client), now, { actor, action: "prediction.set", subject: `race:${id}`, detail });
  });
  return readGame({ pool }, id);
}

function middle(from: Date, to: Date): Date {
  return new Date((from.getTime() + to.getTime()) / 2);
}

function checkGame(
  { closesAt, prizes = [] }: GameInput,
  { startsAt, endsAt }: RaceRecord,
  now: Date,
): { closesAt: Date; prizes: Cents[] } {
  const issues: InputIssue[] = [];
  const half = middle(startsAt, endsAt);
  const closing = closesAt ?? (half > now ? half : middle(now, endsAt));
  if (closing <= now || closing > endsAt) {
    issues.push({ path: "closesAt", message: "must be later than now and not after the end of the race" });
  }
  if (prizes.length > 10) issues.push({ path: "prizes", message: "must be at most 10 prizes" });
  if (issues.length > 0) throw new InvalidInputError("The prediction game cannot be like this.", issues);
  const table = prizes.length === 0 ? [] : parsePrizeTable(prizes);
  const worthless = table.indexOf(cents(0n));
  if (worthless !== -1) {
    const issue = { path: `prizes.${worthless}`, message: "must be above 0" };
    throw new InvalidInputError("The prediction game cannot be like this.", [issue]);
  }
  return { closesAt: closing, prizes: table };
}

const GAMES = `
  select g.race_id, r.title, g.closes_at, g.prizes::text[],
         case when r.status = 'void' then 'off' when g.judged_at is not null then 'judged'
              when r.status in ('scheduled', 'live') and g.closes_at > clock_timestamp() then 'open' else 'closed' end as state,
         (select count(*)::int from predictions p where p.race_id = g.race_id) as predictions,
         (select max(points)::int from predictions p where p.race_id = g.race_id) as best,
         (select coalesce(json_agg(json_build_array(t.player, t.first, t.second, t.third)
                            order by t.first + t.second + t.third desc, t.first desc, t.player), '[]')
          from (select pick as player, count(*) filter (where at = 1) as first, count(*) filter (where at = 2) as second,
                       count(*) filter (where at = 3) as third
                from predictions p cross join unnest(p.picks) with ordinality as u(pick, at)
                where p.race_id = g.race_id group by pick order by count(*) desc, 2 desc, pick limit 10) t) as tally
  from prediction_games g join races r on r.id = g.race_id`;

async function selectGames(pool: Pool, condition: string, values: readonly unknown[]): Promise<PredictionGame[]> {
  const { rows } = await pool.query<{
    race_id: string;
    title: string;
    closes_at: Date;
    prizes: string[];
    state: GameState;
    predictions: number;
    best: number | null;
    tally: [number, number, number, number][];
  }>(`${GAMES} ${condition}`, [...values]);
  return rows.flatMap((row) => {
    const race = parseRaceId(row.race_id);
    if (race === undefined) return [];
    return [
      {
        race,
        title: row.title,
        closesAt: row.closes_at,
        prizes: row.prizes.map((prize) => cents(BigInt(prize))),
        state: row.state,
        predictions: row.predictions,
        tally: row.tally.map(([player, ...named]) => ({ playerId: playerId(player), named })),
        bestPoints: row.best,
      },
    ];
  });
}

/** @returns `undefined` when the race has no game */
export async function findGame({ pool }: Pick<CoreContext, "pool">, race: RaceId): Promise<PredictionGame | undefined> {
  const [game] = await selectGames(pool, "where g.race_id = $1", [race]);
  return game;
}

/** @throws NotFoundError when the race has no game */
export async function readGame(context: Pick<CoreContext, "pool">, race: RaceId): Promise<PredictionGame> {
  const game = await findGame(context, race);
  if (game === undefined) throw new NotFoundError("This race has no prediction game.");
  return game;
}

/** Games of races that are to come, run or ended within the last month, those that close first in front. */
export function listGames({ pool }: Pick<CoreContext, "pool">, limit: number): Promise<PredictionGame[]> {
  return selectGames(
    pool,
    `where r.status not in ('draft', 'void') and r.ends_at > clock_timestamp() - interval '30 days'
     order by g.judged_at is not null, g.closes_at desc, g.race_id limit $1`,
    [limit],
  );
}
