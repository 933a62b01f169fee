import type { Pool, PoolClient } from "pg";
import { drizzleOn } from "../../db/connect.js";
import { inTransaction } from "../../db/transaction.js";
import {
  cents,
  formatCents,
  microUsd,
  parseCents,
  parseMicroUsd,
  type Cents,
  type MicroUsd,
} from "../../wire/money.js";
import { appendAudit } from "../access/audit.js";
import { FOLLOWING_GROUPS } from "../announcements/race-news.js";
import type { CoreContext } from "../context.js";
import { ConflictError, InvalidInputError, NotFoundError, type InputIssue } from "../errors.js";
import { readHost } from "./bet-link.js";

type Deps = Pick<CoreContext, "pool" | "clock">;

/** Kind of the outbox message that shows a new challenge in a group. */
export const CHALLENGE_POST_KIND = "challenge_post";

/** A task in a game, with a prize for the first who show that they did it. */
export interface Challenge {
  id: string;
  game: string;
  /** Hundredths: 10000 is 100x. */
  multiplier: number;
  minBet: MicroUsd;
  prize: Cents;
  winners: number;
  winnersLeft: number;
  opensAt: Date;
  deadline: Date;
  state: "waiting" | "open" | "won" | "over";
}

/** A challenge as people write it; amounts in USD. */
export interface ChallengeInput {
  game: string;
  /** `100`, `2.5` */
  multiplier: string;
  minBet: string;
  prize: string;
  winners: number;
  opensAt?: Date | undefined;
  deadline: Date;
}

export type NewChallenge = Omit<Challenge, "id" | "winnersLeft" | "state">;

/** Reads a multiplier, `100`, `2.5` or `1,000x`. @returns hundredths, `undefined` when it is none above 1 */
export function parseMultiplier(text: string): number | undefined {
  const fields = /^(?<whole>\d{1,7})(?:\.(?<part>\d{1,2}))?$/.exec(
    text
      .trim()
      .toLowerCase()
      .replaceAll(/[x×,\s]/g, ""),
  );
  if (fields?.groups === undefined) return undefined;
  const hundredths = Number(fields.groups["whole"]) * 100 + Number((fields.groups["part"] ?? "").padEnd(2, "0"));
  return hundredths > 100 ? hundredths : undefined;
}

/** `100x`, `2.5x`. */
export function multiplierText(hundredths: number): string {
  const part = String(hundredths % 100).padStart(2, "0");
  return `${Math.floor(hundredths / 100)}${part === "00" ? "" : `.${part.replace(/0$/, "")}`}x`;
}

/** Checks a challenge. @throws InvalidInputError naming every fault */
export function parseChallenge(input: ChallengeInput, now: Date): NewChallenge {
  const issues: InputIssue[] = [];
  const fail = (path: string, message: string): undefined => void issues.push({ path, message });
  const game = input.game.trim();
  if (game.length < 1 || game.length > 80) fail("game", "must have 1 to 80 characters");
  const multiplier =
    parseMultiplier(input.multiplier) ?? fail("multiplier", "must be above 1, with at most 2 decimals");
  const minBet = parseMicroUsd(input.minBet) ?? fail("minBet", "must be USD with at most 6 decimals");
  if (minBet === 0n) fail("minBet", "must be above 0");
  const prize = parseCents(input.prize) ?? fail("prize", "must be USD with at most 2 decimals");
  if (prize === 0n) fail("prize", "must be above 0");
  const { winners, deadline } = input;
  if (!Number.isInteger(winners) || winners < 1 || winners > 1_000) fail("winners", "must be 1 to 1000");
  const opensAt = input.opensAt ?? now;
  if (deadline <= opensAt || deadline <= now) fail("deadline", "must be later than now and than opensAt");
  if (multiplier === undefined || minBet === undefined || prize === undefined || issues.length > 0) {
    throw new InvalidInputError("The challenge cannot be made.", issues);
  }
  return { game, multiplier, minBet, prize, winners, opensAt, deadline };
}

interface ChallengeRow {
  id: string;
  game: string;
  multiplier: number;
  min_bet: string;
  prize: string;
  winners_total: number;
  winners_left: number;
  opens_at: Date;
  deadline: Date;
  closed_at: Date | null;
}

/** @param condition SQL over `c`, with order and limit */
export async function selectChallenges(
  client: Pool | PoolClient,
  now: Date,
  condition: string,
  values: readonly unknown[],
): Promise<Challenge[]> {
  const { rows } = await client.query<ChallengeRow>(
    `select c.id::text, c.game, c.multiplier, c.min_bet::text, c.prize::text, c.winners_total, c.winners_left, c.opens_at,
            c.deadline, c.closed_at from challenges c ${condition}`,
    [...values],
  );
  return rows.map((row) => ({
    id: row.id,
    game: row.game,
    multiplier: row.multiplier,
    minBet: microUsd(BigInt(row.min_bet)),
    prize: cents(BigInt(row.prize)),
    winners: row.winners_total,
    winnersLeft: row.winners_left,
    opensAt: row.opens_at,
    deadline: row.deadline,
    state: stateOf(row, now),
  }));
}

function stateOf(row: ChallengeRow, now: Date): Challenge["state"] {
  if (row.winners_left === 0) return "won";
  if (row.closed_at !== null || row.deadline <= now) return "over";
  return row.opens_at > now ? "waiting" : "open";
}

/** Challenges that can be entered now. */
export async function openChallenges({ pool, clock }: Deps): Promise<Challenge[]> {
  const now = clock.now();
  return selectChallenges(
    pool,
    now,
    "where c.closed_at is null and c.winners_left > 0 and c.opens_at <= $1 and c.deadline > $1 order by c.deadline limit 50",
    [now],
  );
}

/** The newest challenges, for administrators. */
export async function listChallenges({ pool, clock }: Deps, limit: number): Promise<Challenge[]> {
  return selectChallenges(pool, clock.now(), "order by c.id desc limit $1", [limit]);
}

/** @returns `undefined` when there is no such challenge: ids are opaque to those who send them */
export async function findChallenge({ pool, clock }: Deps, id: string): Promise<Challenge | undefined> {
  if (!/^[1-9]\d{0,14}$/.test(id)) return undefined;
  return (await selectChallenges(pool, clock.now(), "where c.id = $1", [id]))[0];
}

const POST = `
  insert into telegram_outbox (dedupe_key, chat_id, thread_id, kind, payload, priority, send_after, expires_at, created_at)
  select 'challenge:' || h.id || ':' || c.id, c.id, c.thread_id, $3, jsonb_build_object('challenge', h.id::text), 3, $2,
         h.deadline, clock_timestamp()
  from challenges h, ${FOLLOWING_GROUPS} and coalesce(s.announcements, true) and h.id = $1
  on conflict (dedupe_key) do nothing`;

/**
 * Makes a challenge and shows it in the groups that follow.
 * @throws ConflictError while no host is allowed for links of bets
 */
export async function makeChallenge({ pool, clock }: Deps, made: NewChallenge, actor: string): Promise<Challenge> {
  const now = clock.now();
  return inTransaction(pool, "read committed", async (client) => {
    const { rowCount: hosts } = await client.query("select from bet_hosts limit 1");
    if (hosts === 0) throw new ConflictError("Say first to which hosts links of bets may lead.", ["hosts"]);
    const { rows } = await client.query<{ id: string }>(
      `insert into challenges (game, multiplier, min_bet, prize, winners_total, winners_left, opens_at, deadline, created_by, created_at)
       values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9) returning id::text`,
      [
        made.game,
        made.multiplier,
        made.minBet.toString(),
        made.prize.toString(),
        made.winners,
        made.opensAt,
        made.deadline,
        actor,
        now,
      ],
    );
    const id = rows[0]?.id ?? "";
    await client.query(POST, [id, made.opensAt, CHALLENGE_POST_KIND]);
    await appendAudit(drizzleOn(client), now, {
      actor,
      action: "challenge.make",
      subject: `challenge:${id}`,
      detail: { game: made.game, prize: formatCents(made.prize), winners: made.winners },
    });
    const [challenge] = await selectChallenges(client, now, "where c.id = $1", [id]);
    if (challenge === undefined) throw new Error("a challenge that was just written is there");
    return challenge;
  });
}

/** Takes no more entries; those that wait are still decided. @throws NotFoundError, ConflictError when it is over */
export async function closeChallenge(context: Deps, id: string, actor: string): Promise<Challenge> {
  const challenge = await findChallenge(context, id);
  if (challenge === undefined) throw new NotFoundError("There is no such challenge.");
  const now = context.clock.now();
  await inTransaction(context.pool, "read committed", async (client) => {
    const { rowCount } = await client.query(
      "update challenges set closed_at = $2 where id = $1 and closed_at is null and deadline > $2 and winners_left > 0",
      [challenge.id, now],
    );
    if (rowCount === 0) throw new ConflictError("The challenge is over already.");
    await appendAudit(drizzleOn(client), now, {
      actor,
      action: "challenge.close",
      subject: `challenge:${challenge.id}`,
    });
  });
  return { ...challenge, state: "over" };
}

/** Hosts to which links of bets may lead, with everything below them. */
export async function listBetHosts(client: Pool | PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ host: string }>("select host from bet_hosts order by host");
  return rows.map(({ host }) => host);
}

/** Replaces the hosts. @throws InvalidInputError when one is not the name of a host */
export async function replaceBetHosts(
  { pool, clock }: Deps,
  texts: readonly string[],
  actor: string,
): Promise<string[]> {
  const hosts = texts.map(readHost);
  const issues = hosts.flatMap((host, at) =>
    host === undefined ? [{ path: `hosts.${at}`, message: "must be the name of a host, such as goated.com" }] : [],
  );
  if (issues.length > 0) throw new InvalidInputError("The hosts cannot be used.", issues);
  return inTransaction(pool, "read committed", async (client) => {
    await client.query("delete from bet_hosts");
    await client.query("insert into bet_hosts (host) select distinct unnest($1::text[])", [hosts]);
    const detail = { hosts };
    await appendAudit(drizzleOn(client), clock.now(), { actor, action: "bet_hosts.replace", subject: "hosts", detail });
    return listBetHosts(client);
  });
}
