import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { timingSafeEqual } from "node:crypto";
import { apiKeys } from "../../db/schema/access.js";
import { API_SCOPES, type ApiScope } from "../../wire/api-keys.js";
import type { CoreContext } from "../context.js";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors.js";
import { isAddressIn, isAddressRange } from "./address-ranges.js";
import { generateApiKey, hashApiKey, isApiKeyId, readApiKeyId } from "./api-key-format.js";
import { appendAudit, type AuditTarget } from "./audit.js";

/** Both keys work for this long after a rotation. */
const ROTATION_OVERLAP_MS = 24 * 3_600_000;
const NOTE_USE_EVERY_MS = 60_000;
/** What an unknown id is compared with, so that it costs as much time as a wrong secret. */
const NOBODYS_HASH = Buffer.alloc(32);

type Deps = Pick<CoreContext, "db" | "clock">;

export interface ApiKeyHolder {
  id: string;
  name: string;
  scopes: ApiScope[];
}

export interface ApiKeySummary extends ApiKeyHolder {
  createdAt: Date;
  createdBy: string;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  addresses: string[] | null;
}

export interface NewApiKey {
  name: string;
  scopes: readonly string[];
  expiresAt?: Date | undefined;
  /** Addresses and ranges from which it counts; left out, it counts from everywhere. */
  addresses?: readonly string[] | undefined;
}

/** Who did it and in which request, for the audit log. */
export interface Acting {
  actor: string;
  requestId?: string | undefined;
}

/**
 * Makes a key for scripts. The text of it is given out this once; the database keeps its SHA-256.
 * @throws InvalidInputError on an unknown scope, an empty name, an expiry in the past, or what is no address
 */
export async function createApiKey(
  { db, clock }: Deps,
  wanted: NewApiKey,
  acting: Acting,
): Promise<{ id: string; key: string }> {
  const now = clock.now();
  const scopes = checkScopes(wanted.scopes);
  const name = wanted.name.trim();
  if (name.length < 1 || name.length > 100)
    throw new InvalidInputError("The name of a key has 1 to 100 characters.", [{ path: "name", message: "1 to 100" }]);
  if (wanted.expiresAt !== undefined && wanted.expiresAt <= now)
    throw new InvalidInputError("The key would have expired already.", [{ path: "expiresAt", message: "in the past" }]);
  const addresses = checkAddresses(wanted.addresses);
  return db.transaction(async (tx) => {
    const made = await insertKey(tx, {
      name,
      scopes,
      addresses,
      createdBy: acting.actor,
      createdAt: now,
      expiresAt: wanted.expiresAt ?? null,
    });
    await audit(tx, now, acting, "key.create", made.id, { name, scopes, ...(addresses !== null && { addresses }) });
    return made;
  });
}

/** Ends a key at once. @throws NotFoundError when there is no such live key */
export async function revokeApiKey({ db, clock }: Deps, id: string, acting: Acting): Promise<void> {
  refuseOtherIds(id);
  const now = clock.now();
  await db.transaction(async (tx) => {
    const revoked = await tx
      .update(apiKeys)
      .set({ revokedAt: now })
      .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
      .returning({ id: apiKeys.id });
    if (revoked.length === 0) throw new NotFoundError(`There is no live API key ${id}.`);
    await audit(tx, now, acting, "key.revoke", id, {});
  });
}

/**
 * Makes the successor of a key; the old one works for 24 hours more. At most two of a line are alive at once. The new one
 * may do no more than the old one: the same scopes and addresses, and as long a life if the old one has an end.
 * @throws NotFoundError when there is no such live key; ConflictError while an earlier rotation still overlaps
 */
export async function rotateApiKey(
  { db, clock }: Deps,
  id: string,
  acting: Acting,
): Promise<{ id: string; key: string; previousExpiresAt: Date }> {
  refuseOtherIds(id);
  const now = clock.now();
  return db.transaction(async (tx) => {
    const [old] = await tx.select().from(apiKeys).where(eq(apiKeys.id, id)).for("update");
    if (old === undefined || !isAlive(old, now)) throw new NotFoundError(`There is no live API key ${id}.`);
    await refuseThirdKey(tx, old, now);
    const overlapEnd = new Date(now.getTime() + ROTATION_OVERLAP_MS);
    const previousExpiresAt = old.expiresAt !== null && old.expiresAt < overlapEnd ? old.expiresAt : overlapEnd;
    await tx.update(apiKeys).set({ expiresAt: previousExpiresAt }).where(eq(apiKeys.id, id));
    const made = await insertKey(tx, {
      name: old.name,
      scopes: checkScopes(old.scopes),
      addresses: old.addresses,
      createdBy: acting.actor,
      createdAt: now,
      expiresAt:
        old.expiresAt === null ? null : new Date(now.getTime() + old.expiresAt.getTime() - old.createdAt.getTime()),
      replaces: id,
    });
    await audit(tx, now, acting, "key.rotate", id, { successor: made.id });
    return { ...made, previousExpiresAt };
  });
}

/** Ids are opaque to those who send them, and PostgreSQL takes not every text. @throws NotFoundError */
function refuseOtherIds(id: string): void {
  if (!isApiKeyId(id)) throw new NotFoundError("There is no such API key.");
}

/** All keys, newest first, without anything secret. */
export async function listApiKeys({ db }: Pick<Deps, "db">): Promise<ApiKeySummary[]> {
  const rows = await db.select().from(apiKeys).orderBy(desc(apiKeys.createdAt), apiKeys.id).limit(200);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    scopes: row.scopes.filter(isScope),
    createdAt: row.createdAt,
    createdBy: row.createdBy,
    expiresAt: row.expiresAt,
    revokedAt: row.revokedAt,
    lastUsedAt: row.lastUsedAt,
    addresses: row.addresses,
  }));
}

/** @returns whose key it is, or `undefined` when it is malformed, unknown, wrong, expired, revoked or not for this address */
export async function authenticateApiKey(
  { db, clock }: Deps,
  key: string,
  address: string,
): Promise<ApiKeyHolder | undefined> {
  const id = readApiKeyId(key);
  if (id === undefined) return undefined;
  const now = clock.now();
  const [row] = await db.select().from(apiKeys).where(eq(apiKeys.id, id));
  const matches = timingSafeEqual(hashApiKey(key), row?.keySha256 ?? NOBODYS_HASH);
  if (row === undefined || !matches || !isAlive(row, now)) return undefined;
  if (row.addresses !== null && !isAddressIn(address, row.addresses)) return undefined;
  if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() >= NOTE_USE_EVERY_MS)
    await db.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, id));
  return { id, name: row.name, scopes: row.scopes.filter(isScope) };
}

type KeyRow = typeof apiKeys.$inferSelect;

function isAlive(row: Pick<KeyRow, "revokedAt" | "expiresAt">, now: Date): boolean {
  return row.revokedAt === null && (row.expiresAt === null || row.expiresAt > now);
}

function isScope(text: string): text is ApiScope {
  return API_SCOPES.some((scope) => scope === text);
}

function checkScopes(texts: readonly string[]): ApiScope[] {
  const scopes = [...new Set(texts)].filter(isScope);
  if (scopes.length === 0 || !texts.every(isScope))
    throw new InvalidInputError(`Scopes of a key are ${API_SCOPES.join(" and ")}.`, [
      { path: "scopes", message: `expected one or more of ${API_SCOPES.join(", ")}` },
    ]);
  return scopes;
}

function checkAddresses(texts: readonly string[] | undefined): string[] | null {
  if (texts === undefined) return null;
  const wrong = texts.findIndex((text) => !isAddressRange(text));
  if (wrong !== -1 || texts.length === 0)
    throw new InvalidInputError("A key counts from addresses like 203.0.113.7 or ranges like 203.0.113.0/24.", [
      { path: `addresses.${Math.max(0, wrong)}`, message: "no address and no range" },
    ]);
  return [...new Set(texts)];
}

async function refuseThirdKey(tx: Pick<Deps["db"], "select">, old: KeyRow, now: Date): Promise<void> {
  const line = await tx
    .select({ id: apiKeys.id, revokedAt: apiKeys.revokedAt, expiresAt: apiKeys.expiresAt })
    .from(apiKeys)
    .where(sql`${apiKeys.replaces} = ${old.id} or ${apiKeys.id} = ${old.replaces}`);
  if (line.some((other) => isAlive(other, now)))
    throw new ConflictError("Two keys of this line are alive already: revoke one, or wait until the older expires.", [
      "revoke",
    ]);
}

async function insertKey(
  tx: Pick<Deps["db"], "insert">,
  values: Pick<KeyRow, "name" | "scopes" | "addresses" | "createdBy" | "createdAt" | "expiresAt"> & {
    replaces?: string;
  },
): Promise<{ id: string; key: string }> {
  const made = generateApiKey();
  await tx.insert(apiKeys).values({ ...values, id: made.id, keySha256: hashApiKey(made.key) });
  return made;
}

async function audit(
  tx: AuditTarget,
  at: Date,
  acting: Acting,
  action: string,
  id: string,
  detail: unknown,
): Promise<void> {
  await appendAudit(tx, at, { ...acting, action, subject: `key:${id}`, detail });
}
