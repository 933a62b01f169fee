import { randomBytes } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import { drizzleOn } from "../../db/connect.js";
import { inTransaction } from "../../db/transaction.js";
import { isRaffleDocument, type RaffleDocument } from "../../proof/raffle.js";
import { sha256Hex } from "../../proof/sha256.js";
import { cents, formatCents, microUsd, parseMicroUsd, type Cents, type MicroUsd } from "../../wire/money.js";
import { appendAudit } from "../access/audit.js";
import { sealText } from "../access/sealed-text.js";
import type { CoreContext } from "../context.js";
import { ConflictError, InvalidInputError, NotFoundError, type InputIssue } from "../errors.js";
import { parsePrizeTable } from "../prizes/prize-table.js";
import { requireReason } from "../races/require-reason.js";

type Deps = Pick<CoreContext, "pool" | "clock" | "secretsKey">;

/** A draw among tickets, one for each so much volume of its window. */
export interface Raffle {
  id: string;
  title: string;
  startsAt: Date;
  endsAt: Date;
  ticketPrice: MicroUsd;
  prizes: Cents[];
  /** SHA-256 of the secret seed's text, known from the beginning. */
  commitment: string;
  state: "waiting" | "open" | "drawing" | "drawn" | "cancelled";
  cancelReason: string | null;
  /** The result, once drawn. */
  document: RaffleDocument | null;
}

/** A raffle as people write it; amounts in USD. */
export interface RaffleInput {
  title: string;
  startsAt: Date;
  endsAt: Date;
  ticketPrice: string;
  prizes: readonly string[];
}

export type NewRaffle = Pick<Raffle, "title" | "startsAt" | "endsAt" | "ticketPrice" | "prizes">;

/** Checks a raffle. @throws InvalidInputError naming every fault */
export function parseRaffle(input: RaffleInput, now: Date): NewRaffle {
  const issues: InputIssue[] = [];
  const title = input.title.trim();
  if (title.length < 1 || title.length > 100) issues.push({ path: "title", message: "must have 1 to 100 characters" });
  const ticketPrice = parseMicroUsd(input.ticketPrice);
  if (ticketPrice === undefined || ticketPrice < 1_000_000n) {
    issues.push({ path: "ticketPrice", message: "must be at least 1 USD, with at most 6 decimals" });
  }
  if (input.prizes.length < 1 || input.prizes.length > 100) {
    issues.push({ path: "prizes", message: "must be 1 to 100 prizes" });
  }
  const { startsAt, endsAt } = input;
  if (endsAt <= startsAt || endsAt <= now) {
    issues.push({ path: "endsAt", message: "must be later than now and than startsAt" });
  }
  if (ticketPrice === undefined || issues.length > 0) {
    throw new InvalidInputError("The raffle cannot be made.", issues);
  }
  const prizes = parsePrizeTable(input.prizes);
  const worthless = prizes.findIndex((prize) => prize === 0n);
  if (worthless !== -1) {
    const issue = { path: `prizes.${worthless}`, message: "must be above 0" };
    throw new InvalidInputError("The raffle cannot be made.", [issue]);
  }
  return { title, startsAt, endsAt, ticketPrice, prizes };
}

interface RaffleRow {
  id: string;
  title: string;
  starts_at: Date;
  ends_at: Date;
  ticket_price: string;
  prizes: string[];
  commitment: string;
  document: string | null;
  cancel_reason: string | null;
}

const RAFFLES = `
  select r.id::text, r.title, r.starts_at, r.ends_at, r.ticket_price::text, r.prizes::text[], r.commitment, r.document,
         r.cancel_reason from raffles r`;

export async function selectRaffles(
  client: Pool | PoolClient,
  now: Date,
  condition: string,
  values: readonly unknown[],
): Promise<Raffle[]> {
  const { rows } = await client.query<RaffleRow>(`${RAFFLES} ${condition}`, [...values]);
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    ticketPrice: microUsd(BigInt(row.ticket_price)),
    prizes: row.prizes.map((prize) => cents(BigInt(prize))),
    commitment: row.commitment,
    state: stateOf(row, now),
    cancelReason: row.cancel_reason,
    document: documentOf(row.document),
  }));
}

function stateOf(row: RaffleRow, now: Date): Raffle["state"] {
  if (row.document !== null) return "drawn";
  if (row.cancel_reason !== null) return "cancelled";
  if (row.starts_at > now) return "waiting";
  return row.ends_at > now ? "open" : "drawing";
}

function documentOf(text: string | null): RaffleDocument | null {
  const value: unknown = text === null ? null : JSON.parse(text);
  return isRaffleDocument(value) ? value : null;
}

/** The newest raffles with their results. */
export function listRaffles({ pool, clock }: Pick<Deps, "pool" | "clock">, limit: number): Promise<Raffle[]> {
  return selectRaffles(pool, clock.now(), "order by r.id desc limit $1", [limit]);
}

/** The published draw as it is stored: canonical JSON. @throws NotFoundError before it is drawn */
export async function readRaffleText({ pool }: Pick<Deps, "pool">, id: string): Promise<string> {
  const { rows } = /^[1-9]\d{0,14}$/.test(id)
    ? await pool.query<{ document: string | null }>("select document from raffles where id = $1", [id])
    : { rows: [] };
  const text = rows[0]?.document ?? null;
  if (text === null) throw new NotFoundError("There is no such draw, or not yet.");
  return text;
}

/** What the sealed seed is bound to. */
export function seedContext(commitment: string): string {
  return `raffle:${commitment}`;
}

/** Makes a raffle: its secret seed is drawn now and sealed, the hash of it is public from this moment. */
export async function makeRaffle(context: Deps, made: NewRaffle, actor: string): Promise<Raffle> {
  const { pool, clock, secretsKey } = context;
  const seed = randomBytes(32).toString("hex");
  const commitment = await sha256Hex(seed);
  const sealed = sealText(secretsKey, seed, seedContext(commitment));
  const now = clock.now();
  return inTransaction(pool, "read committed", async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `insert into raffles (title, starts_at, ends_at, ticket_price, prizes, commitment, seed_nonce, seed_ciphertext, created_by, created_at)
       values ($1, $2, $3, $4, $5::bigint[], $6, $7, $8, $9, $10) returning id::text`,
      [
        made.title,
        made.startsAt,
        made.endsAt,
        made.ticketPrice.toString(),
        made.prizes.map(String),
        commitment,
        sealed.nonce,
        sealed.ciphertext,
        actor,
        now,
      ],
    );
    const id = rows[0]?.id ?? "";
    await appendAudit(drizzleOn(client), now, {
      actor,
      action: "raffle.make",
      subject: `raffle:${id}`,
      detail: { title: made.title, commitment, prizes: made.prizes.map(formatCents) },
    });
    const [raffle] = await selectRaffles(client, now, "where r.id = $1", [id]);
    if (raffle === undefined) throw new Error("a raffle that was just written is there");
    return raffle;
  });
}

/** Calls a raffle off, with a public reason. @throws NotFoundError, InvalidInputError, ConflictError once it is drawn */
export async function cancelRaffle(
  { pool, clock }: Deps,
  id: string,
  cancellation: { reason: string },
  actor: string,
): Promise<Raffle> {
  const reason = requireReason(cancellation.reason);
  const now = clock.now();
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new NotFoundError("There is no such raffle.");
  return inTransaction(pool, "read committed", async (client) => {
    const { rowCount } = await client.query(
      "update raffles set cancelled_at = $2, cancel_reason = $3 where id = $1 and drawn_at is null and cancelled_at is null",
      [id, now, reason],
    );
    const [raffle] = await selectRaffles(client, now, "where r.id = $1", [id]);
    if (raffle === undefined) throw new NotFoundError("There is no such raffle.");
    if (rowCount === 0) throw new ConflictError(`The raffle is ${raffle.state} already.`);
    await appendAudit(drizzleOn(client), now, {
      actor,
      action: "raffle.cancel",
      subject: `raffle:${id}`,
      detail: { reason },
    });
    return raffle;
  });
}
