import * as z from "zod";
import type { Pool } from "pg";
import { formatPlayerId, playerId } from "../../wire/ids.js";
import type { HallOfFame } from "../../wire/hall-of-fame.js";
import { cents, formatCents, formatMicroUsd, microUsd } from "../../wire/money.js";
import type { CoreContext } from "../context.js";
import { maskLetters } from "../players/mask-name.js";
import { publicNames } from "../players/public-names.js";

/** Twenty years of weekly races: each costs two looks into an index, 3 ms for a thousand. */
const MOST_RACES = 1_000;
const CHAMPIONS = 10;
const WINNERS = 20;
/** More than this share first place only by an accident of rounding; a tie of all must not be read whole. */
const MOST_TIED = 10;

/**
 * One row of three lists. A result's rows are read at the positions at which a winner can stand, so that what a race
 * costs does not depend on how many took part.
 */
const HALL = {
  name: "hall-of-fame",
  text: `
    with finished as (
      select r.id, r.title, r.ends_at, x.id as result_id
      from races r cross join lateral
        (select id from race_results where race_id = r.id order by version desc limit 1) x
      where r.status in ('final', 'paid') order by r.ends_at desc, r.id limit ${MOST_RACES}
    ), won as (
      select f.id, f.title, f.ends_at, w.player_id, w.score, w.prize
      from finished f join race_result_rows w
        on w.result_id = f.result_id and w.slice = 0 and w.position <= ${MOST_TIED} and w.rank = 1
    )
    select
      (select coalesce(json_agg(c), '[]') from
        (select player_id as player, count(*)::int as wins, sum(prize)::text as won, max(ends_at) as at
         from won group by player_id order by count(*) desc, sum(prize) desc, player_id limit ${CHAMPIONS}) c) as champions,
      (select coalesce(json_agg(w), '[]') from
        (select id as race, title, ends_at as at, player_id as player, score::text, prize::text
         from won order by ends_at desc, id, player_id limit ${WINNERS}) w) as winners,
      (select coalesce(json_agg(e), '[]') from
        (select race, ended_on as at, name, prize_cents::text as prize
         from imported_winners where place = 1 order by ended_on desc, id limit ${WINNERS}) e) as earlier,
      (select show_full_names from operator_settings) as full`,
};

const instant = z.string().transform((text) => new Date(text).toISOString());
const amount = z.string().transform((digits) => BigInt(digits));
const row = z.object({
  champions: z.array(z.object({ player: z.number(), wins: z.number(), won: amount, at: instant })),
  winners: z.array(
    z.object({ race: z.string(), title: z.string(), at: instant, player: z.number(), score: amount, prize: amount }),
  ),
  earlier: z.array(z.object({ race: z.string(), at: z.string(), name: z.string(), prize: amount })),
  full: z.boolean(),
});

/** Past winners and who won how often, from stored results, under their public names: 2 queries. */
export async function readHallOfFame({ pool }: Pick<CoreContext, "pool">): Promise<HallOfFame> {
  const { champions, winners, earlier, full } = await readHall(pool);
  const ids = new Set([...champions, ...winners].map(({ player }) => playerId(player)));
  const names = await publicNames(pool, [...ids]);
  const show = (player: number): { id: string; name: string } => {
    const id = playerId(player);
    return { id: formatPlayerId(id), name: names.get(id) ?? maskLetters(null) };
  };
  return {
    champions: champions.map(({ player, wins, won, at }) => ({
      player: show(player),
      wins,
      won: formatCents(cents(won)),
      lastWonAt: at,
    })),
    winners: winners.map(({ race, title, at, player, score, prize }) => ({
      race: { id: race, title, endedAt: at },
      player: show(player),
      wagered: formatMicroUsd(microUsd(score)),
      prize: formatCents(cents(prize)),
    })),
    earlier: earlier.map(({ race, at, name, prize }) => ({
      race,
      endedOn: at,
      // There is no player behind it whose tag would tell two of them apart.
      name: full ? name : maskLetters(name),
      prize: formatCents(cents(prize)),
    })),
  };
}

async function readHall(pool: Pool): Promise<z.infer<typeof row>> {
  const { rows } = await pool.query(HALL);
  return row.parse(rows[0]);
}
