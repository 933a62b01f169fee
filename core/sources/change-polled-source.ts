import type { PoolClient } from "pg";
import { inTransaction } from "../../db/transaction.js";
import { sourceId, type SourceId } from "../../wire/ids.js";
import { sourceAdapter, type ChangePolledSource, type NewPolledSource } from "../../wire/polled-sources.js";
import { appendAudit } from "../access/audit.js";
import { sealText } from "../access/sealed-text.js";
import type { CoreContext } from "../context.js";
import { ConflictError, InvalidInputError, NotFoundError, type InputIssue } from "../errors.js";
import { drizzleOn } from "../../db/connect.js";
import { ADAPTERS, type AdapterTraits } from "./adapter-capabilities.js";
import { credentialContext } from "./claim-poll.js";
import { createSourceIn, type SourceActing } from "./create-source.js";

type Deps = Pick<CoreContext, "pool" | "clock" | "secretsKey">;

/** A board over it says "delayed" when this many polls in a row have brought nothing. */
const STALE_AFTER_POLLS = 5;
const LEAST_STALE_SECONDS = 900;
const USUAL_INTERVAL_SECONDS = 120;

/**
 * Creates a source that is asked for totals, or one whose lists are uploaded; the first question is asked at once.
 * @throws InvalidInputError with one issue a field; ConflictError when the slug is taken
 */
export async function createPolledSource(context: Deps, input: NewPolledSource, acting: SourceActing): Promise<void> {
  const traits = ADAPTERS[input.adapter];
  const baseUrl = input.baseUrl ?? traits.usualAddress;
  const issues = [...addressIssues(baseUrl), ...missing(input, traits)];
  if (input.metric === "weighted" && !traits.capabilities.weighted) {
    issues.push({ path: "metric", message: "this casino tells raw wager only" });
  }
  if (issues.length > 0) throw new InvalidInputError("The source cannot be created like this.", issues);
  const least = traits.capabilities.minIntervalSec;
  const intervalSeconds = Math.max(input.intervalSeconds ?? USUAL_INTERVAL_SECONDS, least);
  await inTransaction(context.pool, "read committed", async (client) => {
    const { slug, name } = input;
    const { id } = await createSourceIn(drizzleOn(client), context, { slug, name, mode: "totals" }, acting);
    const countedFrom = input.countedFrom === undefined ? context.clock.now() : new Date(input.countedFrom);
    const sealed = seal(context, id, input.credential ?? null);
    await client.query(
      `insert into polled_sources (source_id, adapter, base_url, account, metric, interval_seconds, counted_from,
         credential_nonce, credential_ciphertext, credential_set_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        id,
        input.adapter,
        baseUrl,
        input.account ?? null,
        input.metric ?? "raw",
        intervalSeconds,
        traits.capabilities.mode === "range" ? countedFrom : null,
        sealed?.nonce ?? null,
        sealed?.ciphertext ?? null,
        sealed === null ? null : context.clock.now(),
      ],
    );
    const stale = Math.max(LEAST_STALE_SECONDS, STALE_AFTER_POLLS * intervalSeconds);
    await client.query("update sources set stale_after_seconds = $2 where id = $1", [id, stale]);
  });
}

function missing(input: Pick<NewPolledSource, "account" | "credential">, traits: AdapterTraits): InputIssue[] {
  const issues: InputIssue[] = [];
  if (traits.needsAccount && (input.account ?? "").trim() === "") {
    issues.push({ path: "account", message: "is needed: the referral code or affiliate id" });
  }
  if (traits.needsCredential && (input.credential ?? "") === "") {
    issues.push({ path: "credential", message: "is needed: the key or token of the affiliate" });
  }
  return issues;
}

/** Whether an address leads into a private network is seen when it is asked (sources/public-address.ts). */
function addressIssues(text: string | null): InputIssue[] {
  if (text === null) return [];
  const refuse = (message: string): InputIssue[] => [{ path: "baseUrl", message }];
  if (!URL.canParse(text)) return refuse("must be an https address");
  const url = new URL(text);
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url.protocol !== "https:" && !(isLocal && url.protocol === "http:")) return refuse("must be an https address");
  if (url.username !== "" || url.password !== "") return refuse("must not hold a name or a password");
  if (url.search !== "" || url.hash !== "") return refuse("must end with its path: what is asked is the adapter's");
  return [];
}

function seal({ secretsKey }: Pick<Deps, "secretsKey">, id: SourceId, credential: string | null) {
  return credential === null ? null : sealText(secretsKey, credential, credentialContext(id));
}

interface Present {
  id: SourceId;
  traits: AdapterTraits;
  baseUrl: string | null;
  hasCredential: boolean;
}

/**
 * Changes what is named; pollers act on it with their next question, which comes at once. A credential never goes to
 * another host than the one it was given for.
 * @throws NotFoundError, InvalidInputError
 */
export async function changePolledSource(
  context: Deps,
  slug: string,
  change: ChangePolledSource,
  acting: SourceActing,
): Promise<void> {
  await inTransaction(context.pool, "read committed", async (client) => {
    const present = await lockPolledSource(client, slug);
    const issues = change.baseUrl === undefined ? [] : addressIssues(change.baseUrl);
    if (issues.length === 0 && isOtherHost(present, change)) {
      issues.push({ path: "credential", message: "give it again: it is not sent to another host unasked" });
    }
    if (change.credential === null && present.traits.needsCredential) {
      issues.push({ path: "credential", message: "is needed: pause the source instead" });
    }
    if (issues.length > 0) throw new InvalidInputError("The source cannot be changed like this.", issues);
    await write(client, context, present, change);
    const { credential, ...shown } = change;
    const detail = {
      ...shown,
      ...(credential === undefined ? {} : { credential: credential === null ? "forgotten" : "new" }),
    };
    const act = { ...acting, action: "source.polling", subject: `source:${slug}`, detail };
    await appendAudit(drizzleOn(client), context.clock.now(), act);
  });
}

function isOtherHost({ baseUrl, hasCredential }: Present, change: ChangePolledSource): boolean {
  if (change.baseUrl === undefined || change.credential !== undefined || !hasCredential) return false;
  return baseUrl === null || new URL(baseUrl).origin !== new URL(change.baseUrl).origin;
}

async function write(client: PoolClient, context: Deps, present: Present, change: ChangePolledSource): Promise<void> {
  const sealed = change.credential === undefined ? null : seal(context, present.id, change.credential);
  const least = present.traits.capabilities.minIntervalSec;
  await client.query(
    `update polled_sources set
       base_url = coalesce($2, base_url), account = coalesce($3, account),
       interval_seconds = coalesce($4, interval_seconds), is_paused = coalesce($5, is_paused),
       credential_nonce = case when $6 then $7::bytea else credential_nonce end,
       credential_ciphertext = case when $6 then $8::bytea else credential_ciphertext end,
       credential_set_at = case when $6 then $9::timestamptz else credential_set_at end,
       settings_version = settings_version + 1,
       next_poll_at = greatest(clock_timestamp(), last_requested_at + make_interval(secs => $10))
     where source_id = $1`,
    [
      present.id,
      change.baseUrl ?? null,
      change.account ?? null,
      change.intervalSeconds === undefined ? null : Math.max(change.intervalSeconds, least),
      change.paused ?? null,
      change.credential !== undefined,
      sealed?.nonce ?? null,
      sealed?.ciphertext ?? null,
      sealed === null ? null : context.clock.now(),
      least,
    ],
  );
}

async function lockPolledSource(client: PoolClient, slug: string): Promise<Present> {
  const { rows } = await client.query<{ id: number; adapter: string; base_url: string | null; has: boolean }>(
    `select s.id, p.adapter, p.base_url, p.credential_nonce is not null as has
     from polled_sources p join sources s on s.id = p.source_id
     where s.slug = $1 and s.removed_at is null for update of p`,
    [slug],
  );
  const [row] = rows;
  if (row === undefined) throw new NotFoundError(`There is no polled source ${slug}.`);
  const traits = ADAPTERS[sourceAdapter.parse(row.adapter)];
  return { id: sourceId(row.id), traits, baseUrl: row.base_url, hasCredential: row.has };
}

/**
 * Has a source asked as soon as its adapter's interval allows, by whichever worker is first.
 * @param what `test` records no totals
 * @returns when it is due
 * @throws NotFoundError; ConflictError for a source whose lists are uploaded
 */
export async function orderPoll(
  { pool }: Pick<CoreContext, "pool">,
  slug: string,
  what: "poll" | "test",
): Promise<Date> {
  return inTransaction(pool, "read committed", async (client) => {
    const { id, traits } = await lockPolledSource(client, slug);
    if (traits.capabilities.mode === "upload")
      throw new ConflictError(`${slug} is not asked: upload a list.`, ["upload"]);
    const { rows } = await client.query<{ due: Date }>(
      `update polled_sources set ordered = $2,
         next_poll_at = greatest(clock_timestamp(), last_requested_at + make_interval(secs => $3))
       where source_id = $1 returning next_poll_at as due`,
      [id, what, traits.capabilities.minIntervalSec],
    );
    const [row] = rows;
    if (row === undefined) throw new NotFoundError(`There is no polled source ${slug}.`);
    return row.due;
  });
}
