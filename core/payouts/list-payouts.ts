import type { RaceId, TelegramUserId } from "../../wire/ids.js";
import { formatCents } from "../../wire/money.js";
import type { PayoutState } from "../../wire/payouts.js";
import type { CoreContext } from "../context.js";
import { InvalidInputError, NotFoundError } from "../errors.js";
import { payoutNumber } from "./move-payout.js";
import { selectPayouts, type Payout } from "./payout-record.js";

type Deps = Pick<CoreContext, "pool">;

export interface PayoutQuery {
  race?: RaceId | undefined;
  states?: readonly PayoutState[] | undefined;
  /** 1 to 200. */
  limit: number;
  /** Id of the last payout of the page before. */
  after?: string | undefined;
}

/** Payouts for administrators, newest first. @throws InvalidInputError on a place that is not one */
export async function listPayouts({ pool }: Deps, query: PayoutQuery): Promise<Payout[]> {
  return selectPayouts(
    pool,
    `where ($1::text is null or p.race_id = $1) and ($2::text[] is null or p.state = any($2)) and ($3::bigint is null or p.id < $3)
     order by p.id desc limit $4`,
    [query.race ?? null, query.states ?? null, placeOf(query.after), query.limit],
  );
}

function placeOf(after: string | undefined): number | null {
  if (after === undefined) return null;
  try {
    return payoutNumber(after);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    throw new InvalidInputError("The cursor is not one of ours: start again without it.", [
      { path: "cursor", message: "unknown cursor" },
    ]);
  }
}

/** A person's prizes: of the players proven to be his, and those he claimed; replaced ones are left out. */
export async function listPrizesOf({ pool }: Deps, user: TelegramUserId): Promise<Payout[]> {
  return selectPayouts(
    pool,
    `where p.state <> 'replaced'
       and (p.user_id = $1 or (p.user_id is null and p.player_id in (select player_id from links where user_id = $1 and state = 'approved')))
     order by p.id desc limit 200`,
    [user],
  );
}

export interface PayoutEvent {
  event: string;
  actor: string;
  detail: unknown;
  at: Date;
}

/** What happened to a payout, oldest first. @throws NotFoundError */
export async function payoutHistory({ pool }: Deps, id: string): Promise<PayoutEvent[]> {
  const { rows } = await pool.query<PayoutEvent>(
    "select event, actor, detail, at from payout_events where payout_id = $1 order by id",
    [payoutNumber(id)],
  );
  if (rows.length === 0) throw new NotFoundError("There is no such payout.");
  return rows;
}

const CSV_COLUMNS = [
  "id",
  "race",
  "version",
  "player",
  "rank",
  "amount",
  "state",
  "destination",
  "reference",
  "created",
  "paid",
  "lane",
];

/** The payouts of a race for a spreadsheet: RFC 4180, UTF-8. */
export async function payoutsCsv({ pool }: Deps, race: RaceId): Promise<string> {
  const payouts = await selectPayouts(pool, "where p.race_id = $1 order by p.lane, p.rank, p.id", [race]);
  const lines = payouts.map(({ origin, ...payout }) => [
    payout.id,
    race,
    origin.kind === "race" ? String(origin.version) : "",
    payout.player,
    origin.kind === "race" ? String(origin.rank) : "",
    formatCents(payout.amount),
    payout.state,
    payout.destination ?? "",
    payout.reference ?? "",
    payout.createdAt.toISOString(),
    payout.paidAt?.toISOString() ?? "",
    origin.kind === "race" ? (origin.lane ?? "") : "",
  ]);
  return [CSV_COLUMNS, ...lines].map((line) => `${line.map(csvField).join(",")}\r\n`).join("");
}

/** A destination that begins like a formula must not become one in the accountant's spreadsheet. */
function csvField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** How fast prizes are paid: `paid` of `claimed`, nine in ten of them within so many hours of their claim. */
export interface PayoutFigure {
  claimed: number;
  paid: number;
  /** Null while nothing has been paid. */
  hours: number | null;
}

/** The figure an operator's reputation rests on, over all prizes that were ever claimed. */
export async function payoutFigure({ pool }: Deps): Promise<PayoutFigure> {
  const { rows } = await pool.query<PayoutFigure>(
    `with claims as (select payout_id, max(at) as at from payout_events where event = 'claimed' group by payout_id)
     select count(*)::int as claimed, count(p.paid_at)::int as paid,
            ceil(percentile_disc(0.9) within group (order by extract(epoch from p.paid_at - c.at)::numeric) / 3600)::int as hours
     from payouts p join claims c on c.payout_id = p.id where p.state <> 'replaced'`,
  );
  return rows[0] ?? { claimed: 0, paid: 0, hours: null };
}
