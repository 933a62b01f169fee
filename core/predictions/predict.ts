import type { Pool } from "pg";
import { parseRaceId, playerId, type PlayerId, type RaceId, type TelegramUserId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";
import { ConflictError, InvalidInputError } from "../errors.js";
import type { Views } from "../views/views.js";
import { readGame } from "./prediction-games.js";

/** What somebody has said about a race. */
export interface OwnPrediction {
  race: RaceId;
  /** First, second, third. */
  picks: PlayerId[];
  predictedAt: Date;
  /** Once judged. */
  points: number | null;
  /** Place among all predictions, once judged. */
  place: number | null;
}

/** The database's clock decides in the statement that writes: nobody comes in a moment late. */
const PREDICT = `
  insert into predictions (race_id, user_id, picks, predicted_at)
  select g.race_id, $2, $3::bigint[], clock_timestamp()
  from prediction_games g join races r on r.id = g.race_id
  where g.race_id = $1 and g.judged_at is null and g.closes_at > clock_timestamp() and r.status in ('scheduled', 'live')
  on conflict (race_id, user_id) do update set picks = excluded.picks,
    predicted_at = case when predictions.picks = excluded.picks then predictions.predicted_at else excluded.predicted_at end`;

/**
 * Says who will be first, second and third; until the game closes it can be said anew, and the last word counts.
 * @throws NotFoundError without a game, InvalidInputError for players who are not on the board, ConflictError once closed
 */
export async function predict(
  { pool, views }: { pool: Pool; views: Pick<Views, "around"> },
  race: RaceId,
  user: TelegramUserId,
  picks: readonly PlayerId[],
): Promise<void> {
  const game = await readGame({ pool }, race);
  if (game.state !== "open") throw new ConflictError("Predictions are closed.", ["over"]);
  if (picks.length !== 3 || new Set(picks).size !== 3) {
    throw new InvalidInputError("Name three different players.", [{ path: "picks", message: "must be 3 players" }]);
  }
  for (const [at, pick] of picks.entries()) {
    const { rows } = await views.around(`race:${race}`, pick, 0);
    if (rows.length > 0) continue;
    const issue = { path: `picks.${at}`, message: "is not on the board of this race" };
    throw new InvalidInputError("Name players of this race.", [issue]);
  }
  const { rowCount } = await pool.query(PREDICT, [race, user, [...picks]]);
  if (rowCount === 0) throw new ConflictError("Predictions are closed.", ["over"]);
}

const OWN = `
  select p.race_id, p.picks::text[], p.predicted_at, p.points,
         case when p.points is null then null else (
           select 1 + count(*)::int from predictions o where o.race_id = p.race_id
             and (o.points > p.points or (o.points = p.points and (o.predicted_at, o.user_id) < (p.predicted_at, p.user_id))))
         end as place
  from predictions p where p.user_id = $1 order by p.predicted_at desc limit 50`;

/** What a person has said about races, newest first. */
export async function ownPredictions(
  { pool }: Pick<CoreContext, "pool">,
  user: TelegramUserId,
): Promise<OwnPrediction[]> {
  const { rows } = await pool.query<{
    race_id: string;
    picks: string[];
    predicted_at: Date;
    points: number | null;
    place: number | null;
  }>(OWN, [user]);
  return rows.flatMap((row) => {
    const race = parseRaceId(row.race_id);
    if (race === undefined) return [];
    const picks = row.picks.map((pick) => playerId(Number(pick)));
    return [{ race, picks, predictedAt: row.predicted_at, points: row.points, place: row.place }];
  });
}
