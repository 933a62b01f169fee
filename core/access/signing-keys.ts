import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from "jose";
import { randomBytes } from "node:crypto";
import type { PoolClient } from "pg";
import * as z from "zod/mini";
import { inTransaction } from "../../db/transaction.js";
import type { CoreContext } from "../context.js";
import { UnavailableError } from "../errors.js";
import { openText, sealText } from "./sealed-text.js";

/** One algorithm for all tokens; with Node 20 the other candidate, EdDSA, still prints an "experimental" warning. */
export const SIGNING_ALGORITHM = "ES256";

/** Other processes reload every minute, so ten minutes are enough for all of them to know a key before it signs. */
const PUBLISH_AHEAD_MS = 10 * 60_000;
/** Longer than the longest life of a token (10 min and 5 s of tolerance). */
const KEEP_AFTER_MS = 20 * 60_000;
const ROTATE_AFTER_MS = 30 * 86_400_000;

/** Any constant works; all processes of the product must use the same. */
const SIGNING_KEYS_LOCK = 7_211_002;

export interface SigningKeys {
  /** The newest key that may sign now. @throws UnavailableError when none is known */
  current(): { kid: string; key: CryptoKey };
  /** The public half, while tokens signed with it may be alive. */
  verifier(kid: string): CryptoKey | undefined;
  /** What `/.well-known/jwks.json` shows. */
  published(): JWK[];
  /** Reads the keys again and starts a rotation when one is due. Call it about once a minute. */
  refresh(): Promise<void>;
}

interface KeyRow {
  kid: string;
  public_jwk: unknown;
  nonce: Buffer;
  ciphertext: Buffer;
  signs_from: Date;
  retires_at: Date | null;
}

interface LoadedKey {
  kid: string;
  publicJwk: JWK;
  verify: CryptoKey;
  /** Absent when it was sealed under another SECRETS_KEY: then it still verifies. */
  sign: CryptoKey | undefined;
  signsFrom: number;
  retiresAt: number;
}

const storedJwk = z.looseObject({ kty: z.literal("EC"), crv: z.literal("P-256"), x: z.string(), y: z.string() });

type Deps = Pick<CoreContext, "pool" | "clock" | "secretsKey" | "log">;

/**
 * Keys that sign access tokens, shared by all processes through the database and encrypted at rest. A new key is
 * published 10 minutes before it signs and the old one verifies 20 minutes longer.
 */
export async function openSigningKeys(deps: Deps): Promise<SigningKeys> {
  let keys: LoadedKey[] = [];
  async function refresh(): Promise<void> {
    keys = await loadAndRotate(deps, keys);
  }
  await refresh();
  return {
    refresh,
    current() {
      const now = deps.clock.now().getTime();
      const [newest] = keys
        .filter((key) => key.sign !== undefined && key.signsFrom <= now)
        .sort((a, b) => b.signsFrom - a.signsFrom);
      if (newest?.sign === undefined) throw new UnavailableError("There is no key to sign tokens with.");
      return { kid: newest.kid, key: newest.sign };
    },
    verifier(kid) {
      const now = deps.clock.now().getTime();
      return keys.find((key) => key.kid === kid && key.retiresAt > now)?.verify;
    },
    published() {
      const now = deps.clock.now().getTime();
      return keys.filter((key) => key.retiresAt > now).map((key) => key.publicJwk);
    },
  };
}

async function loadAndRotate(deps: Deps, known: readonly LoadedKey[]): Promise<LoadedKey[]> {
  const keys = await load(deps, deps.pool, known);
  if (!isRotationDue(keys, deps.clock.now().getTime())) return keys;
  return inTransaction(deps.pool, "read committed", async (client) => {
    await client.query("select pg_advisory_xact_lock($1)", [SIGNING_KEYS_LOCK]);
    // Another process may have rotated while this one waited for the lock.
    const fresh = await load(deps, client, known);
    if (isRotationDue(fresh, deps.clock.now().getTime())) await rotate(deps, client, fresh);
    return load(deps, client, known);
  });
}

function isRotationDue(keys: readonly LoadedKey[], now: number): boolean {
  return !keys.some((key) => key.sign !== undefined && now - key.signsFrom < ROTATE_AFTER_MS);
}

async function load(
  deps: Deps,
  connection: Pick<PoolClient, "query">,
  known: readonly LoadedKey[],
): Promise<LoadedKey[]> {
  const { rows } = await connection.query<KeyRow>(
    `select kid, public_jwk, nonce, ciphertext, signs_from, retires_at from signing_keys
     where retires_at is null or retires_at > $1 order by signs_from desc, kid`,
    [deps.clock.now()],
  );
  return Promise.all(
    rows.map(async (row) => {
      const times = { signsFrom: row.signs_from.getTime(), retiresAt: row.retires_at?.getTime() ?? Infinity };
      const before = known.find((key) => key.kid === row.kid);
      return before === undefined ? { ...(await importRow(deps, row)), ...times } : { ...before, ...times };
    }),
  );
}

async function importRow(deps: Deps, row: KeyRow): Promise<Omit<LoadedKey, "signsFrom" | "retiresAt">> {
  const publicJwk: JWK = { ...storedJwk.parse(row.public_jwk), kid: row.kid, alg: SIGNING_ALGORITHM, use: "sig" };
  const privateText = openText(deps.secretsKey, row, row.kid);
  if (privateText === undefined)
    deps.log.warn({ kid: row.kid }, "signing key was sealed under another SECRETS_KEY: it verifies but cannot sign");
  return {
    kid: row.kid,
    publicJwk,
    verify: await importKey(publicJwk),
    sign: privateText === undefined ? undefined : await importKey(storedJwk.parse(JSON.parse(privateText))),
  };
}

async function importKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, SIGNING_ALGORITHM);
  if (key instanceof Uint8Array) throw new TypeError("a signing key in the database is symmetric");
  return key;
}

async function rotate(deps: Deps, client: PoolClient, keys: readonly LoadedKey[]): Promise<void> {
  const now = deps.clock.now().getTime();
  // Without a predecessor that signs meanwhile there is nobody to wait for.
  const hasPredecessor = keys.some((key) => key.sign !== undefined);
  const signsFrom = new Date(hasPredecessor ? now + PUBLISH_AHEAD_MS : now);
  const kid = randomBytes(9).toString("base64url");
  const pair = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  const sealed = sealText(deps.secretsKey, JSON.stringify(await exportJWK(pair.privateKey)), kid);
  await client.query("update signing_keys set retires_at = $1 where retires_at is null", [
    new Date(signsFrom.getTime() + KEEP_AFTER_MS),
  ]);
  await client.query(
    `insert into signing_keys (kid, public_jwk, nonce, ciphertext, created_at, signs_from)
     values ($1, $2, $3, $4, $5, $6)`,
    [kid, await exportJWK(pair.publicKey), sealed.nonce, sealed.ciphertext, new Date(now), signsFrom],
  );
  deps.log.info({ kid, signsFrom }, "new signing key");
}
