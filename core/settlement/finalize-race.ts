import { createHash } from "node:crypto";
import type { PoolClient } from "pg";
import type { RaceId } from "../../wire/ids.js";
import { inTransaction } from "../../db/transaction.js";
import { tellWinners } from "../announcements/prize-news.js";
import { announceRace } from "../announcements/race-news.js";
import { canonicalJson } from "../../proof/canonical-json.js";
import type { CoreContext } from "../context.js";
import { ConflictError } from "../errors.js";
import { closeIfPaid, owePrizes } from "../payouts/owe-prizes.js";
import { lockRace, recordRaceEvent, setStatus } from "../races/move-race.js";
import { requireAction } from "../races/race-moves.js";
import { requireReason } from "../races/require-reason.js";
import type { RaceRecord } from "../races/read-races.js";
import { documentLanes } from "./lanes/document-lanes.js";
import { ensureRaceSalt } from "./pseudonyms.js";
import { documentPieces, parseHeader } from "./write-document.js";

type Deps = Pick<CoreContext, "pool" | "log">;

export interface Finalization {
  version: number;
  /** Prizes that are owed now. */
  payouts: number;
}

interface NewestResult {
  id: string;
  version: number;
  document_hash: Buffer | null;
  header: string | null;
  is_dispute_over: boolean;
  open_disputes: number;
}

/** The window is counted from the first version: a correction must not hold everybody's prizes back again. */
const NEWEST = `
  select r.id::text, r.version, d.document_hash, d.header,
         (select computed_at + make_interval(hours => $2) from race_results f where f.race_id = $1 and f.version = 1)
           <= clock_timestamp() as is_dispute_over,
         (select count(*)::int from disputes where race_id = $1 and state = 'open') as open_disputes
  from race_results r left join race_documents d on d.result_id = r.id
  where r.race_id = $1 order by r.version desc limit 1`;

/** Who closes a result, and how. */
interface Order {
  actor: string;
  /** Puts it off, instead of refusing it, while something stands against it. */
  isAutomatic: boolean;
  /** Why open cases are overruled; public. */
  overrule: string | undefined;
}

/**
 * Closes a provisional result now: the rest of the dispute window is skipped, and its prizes are owed from this moment
 * on. What is stored is hashed again first, so that nobody is paid from a result that was tampered with.
 * @param overrule why it is closed although cases are open, for the public; they stay open and can still be answered
 * @throws NotFoundError, ConflictError with the allowed moves or while a case is open, InvalidInputError on a short reason
 */
export async function finalizeRace(context: Deps, id: RaceId, actor: string, overrule?: string): Promise<Finalization> {
  const reason = overrule === undefined ? undefined : requireReason(overrule, "overrule");
  const done = await finalize(context, id, { actor, isAutomatic: false, overrule: reason });
  if (done === null) throw new Error("a person's order is never put off");
  return done;
}

/** As {@link finalizeRace}, once the dispute window is over and no dispute is open. @returns `null` when it is not due */
export async function finalizeIfDue(context: Deps, id: RaceId): Promise<Finalization | null> {
  return finalize(context, id, { actor: "scheduler", isAutomatic: true, overrule: undefined });
}

async function finalize(context: Deps, id: RaceId, order: Order): Promise<Finalization | null> {
  const done = await inTransaction(context.pool, "read committed", async (client) => {
    await client.query("set local statement_timeout = '60s'");
    const race = await lockRace(client, id);
    if (order.isAutomatic && race.status !== "provisional") return null;
    requireAction(race.status, "finalize");
    const { rows } = await client.query<NewestResult>(NEWEST, [id, race.disputeHours]);
    const result = rows[0];
    if (result === undefined) throw new Error(`race ${id} is provisional without a result`);
    const isDue = result.is_dispute_over && result.open_disputes === 0 && result.header !== null;
    if (order.isAutomatic && !isDue) return null;
    if (result.open_disputes > 0 && order.overrule === undefined) throw openCases(result.open_disputes);
    await checkStoredResult(client, race, result);
    return close(client, race, result, order);
  });
  if (done !== null) context.log.info({ race: id, ...done }, "race final");
  return done;
}

/** Prizes that somebody disputes are not owed by an oversight. */
function openCases(count: number): ConflictError {
  const cases = count === 1 ? "A case is" : `${count} cases are`;
  return new ConflictError(
    `${cases} still open about this result: decide first, or say in \`overrule\` why it is closed all the same.`,
    ["correct", "void"],
  );
}

async function close(
  client: PoolClient,
  race: RaceRecord,
  result: NewestResult,
  { actor, overrule }: Order,
): Promise<Finalization> {
  await setStatus(client, race.id, "final");
  const payouts = await owePrizes(client, race, Number(result.id), actor);
  const done = { version: result.version, payouts };
  const openDisputes = result.open_disputes;
  const overruled = openDisputes > 0 ? { note: overrule, detail: { ...done, openDisputes } } : { detail: done };
  await recordRaceEvent(client, race.id, { event: "final", actor, ...overruled });
  await announceRace(client, race.id, "final");
  await tellWinners(client, race.id);
  await closeIfPaid(client, race);
  return done;
}

/** @throws ConflictError when the stored document or the stored prizes are not what was published */
async function checkStoredResult(client: PoolClient, race: RaceRecord, result: NewestResult): Promise<void> {
  if (result.header === null || result.document_hash === null) {
    throw new ConflictError("The result document is still being written, try again in a moment.");
  }
  const header = parseHeader(result.header);
  const hash = createHash("sha256");
  for await (const piece of documentPieces(client, Number(result.id), header)) hash.update(piece);
  const lanes = await documentLanes(client, Number(result.id), race.lanes, await ensureRaceSalt(client, race.id));
  const areLanesTrue = canonicalJson(lanes) === canonicalJson(header["lanes"] ?? []);
  const { rows } = await client.query<{ fits: boolean }>(
    `select awarded = (select coalesce(sum(prize), 0) from race_result_prizes where result_id = $1) as fits
     from race_results where id = $1`,
    [result.id],
  );
  if (rows[0]?.fits === true && areLanesTrue && hash.digest().equals(result.document_hash)) return;
  throw new ConflictError(
    "The stored result does not match its published hash: nothing is paid from it. See the audit log.",
  );
}
