import type { Pool, PoolClient } from "pg";
import { inTransaction } from "../../db/transaction.js";
import { playerId, telegramUserId, type PlayerId, type TelegramUserId } from "../../wire/ids.js";
import { cents, type Cents } from "../../wire/money.js";
import type { CoreContext } from "../context.js";
import { ELIGIBLE } from "../rewards/eligible.js";
import { type Grant, grantRewards } from "../rewards/grant-rewards.js";
import { pointsOf, type PodiumPlace } from "./points.js";

interface DueGame {
  race: string;
  title: string;
  prizes: string[];
  result: string;
}

const DUE = `
  select g.race_id as race from prediction_games g join races r on r.id = g.race_id
  where g.judged_at is null and r.status in ('final', 'paid') order by g.race_id`;

const TAKE = `
  select g.race_id as race, r.title, g.prizes::text[],
         (select id::text from race_results x where x.race_id = g.race_id order by version desc limit 1) as result
  from prediction_games g join races r on r.id = g.race_id
  where g.judged_at is null and r.status in ('final', 'paid') and g.race_id = $1
  for no key update of g skip locked`;

/**
 * Judges the games of races whose result is final, each once, however many workers try: by the version that is newest
 * then. A later correction of the race changes nothing here, because its prizes are promised by then.
 * @returns how many games were judged
 */
export async function judgePredictions({ pool }: Pick<CoreContext, "pool">): Promise<number> {
  const { rows } = await pool.query<{ race: string }>(DUE);
  let judged = 0;
  let failure: unknown;
  for (const { race } of rows) {
    try {
      if (await judgeOne(pool, race)) judged += 1;
    } catch (error) {
      // One that cannot be judged does not hold up the others; the worker logs it and tries again.
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
  return judged;
}

async function judgeOne(pool: Pool, race: string): Promise<boolean> {
  return inTransaction(pool, "read committed", async (client) => {
    const { rows } = await client.query<DueGame>(TAKE, [race]);
    const [game] = rows;
    if (game !== undefined) await judge(client, game);
    return game !== undefined;
  });
}

interface Judged {
  user: TelegramUserId;
  points: number;
}

async function judge(client: PoolClient, game: DueGame): Promise<void> {
  const podium = await podiumOf(client, game.result);
  const { rows } = await client.query<{ user_id: string; picks: string[] }>(
    "select user_id::text, picks::text[] from predictions where race_id = $1 order by predicted_at, user_id",
    [game.race],
  );
  const judged = rows.map(({ user_id: user, picks }): Judged => ({
    user: telegramUserId(Number(user)),
    points: pointsOf(
      picks.map((pick) => playerId(Number(pick))),
      podium,
    ),
  }));
  await client.query(
    `update predictions p set points = j.points from unnest($2::bigint[], $3::smallint[]) as j(user_id, points)
     where p.race_id = $1 and p.user_id = j.user_id`,
    [game.race, judged.map(({ user }) => user), judged.map(({ points }) => points)],
  );
  await client.query("update prediction_games set judged_at = clock_timestamp(), result_id = $2 where race_id = $1", [
    game.race,
    game.result,
  ]);
  // A stable sort: of equal points, who said it first stands ahead.
  const best = judged.filter(({ points }) => points > 0).toSorted((a, b) => b.points - a.points);
  await grantRewards(client, "prediction", await grantsOf(client, game, best), `prediction:${game.race}`);
}

async function podiumOf(client: PoolClient, result: string): Promise<PodiumPlace[]> {
  const { rows } = await client.query<{ player_id: string; rank: number }>(
    "select player_id::text, rank from race_result_rows where result_id = $1 and rank <= 3 and score > 0",
    [result],
  );
  return rows.map((row) => ({ playerId: playerId(Number(row.player_id)), rank: row.rank }));
}

/** Prizes go down the list of the best; who has no account that may get one is passed over. */
async function grantsOf(client: PoolClient, game: DueGame, best: readonly Judged[]): Promise<Grant[]> {
  const prizes: Cents[] = game.prizes.map((prize) => cents(BigInt(prize)));
  if (prizes.length === 0 || best.length === 0) return [];
  const { rows } = await client.query<{ user_id: string; player_id: string }>(
    `select distinct on (k.user_id) k.user_id::text, k.player_id::text from links k join telegram_users u on u.id = k.user_id
     where k.user_id = any($1::bigint[]) and ${ELIGIBLE} order by k.user_id, k.id`,
    [best.map(({ user }) => user)],
  );
  const accounts = new Map<TelegramUserId, PlayerId>(
    rows.map((row) => [telegramUserId(Number(row.user_id)), playerId(Number(row.player_id))]),
  );
  const winners = best.flatMap(({ user }) => {
    const player = accounts.get(user);
    return player === undefined ? [] : [{ user, player }];
  });
  return prizes.flatMap((amount, at): Grant[] => {
    const winner = winners[at];
    return winner === undefined ? [] : [{ ...winner, subject: game.race, amount, title: game.title }];
  });
}
