import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";

/** Fields of initData in the order Telegram writes them; values are signed as they stand here. */
export type InitDataFields = Readonly<Record<string, string>>;

/**
 * Signs initData as Telegram does: HMAC-SHA256 of the sorted pairs, `signature` included, under a key made from the
 * bot's token. Written from the rules and not from our validator, so that each checks the
 * other.
 *
 * @returns the query string that becomes `tgWebAppData`
 */
export function signInitData(fields: InitDataFields, token: string, key: KeyObject): string {
  const botId = token.split(":")[0] ?? "";
  const signature = sign(null, Buffer.from(`${botId}:WebAppData\n${pairs(fields)}`), key).toString("base64url");
  const signed = { ...fields, signature };
  return encodeQuery({ ...signed, hash: hashInitData(signed, token) });
}

/** HMAC over every field but `hash`, in hexadecimal. */
export function hashInitData(fields: InitDataFields, token: string): string {
  const secret = createHmac("sha256", "WebAppData").update(token).digest();
  return createHmac("sha256", secret).update(pairs(fields)).digest("hex");
}

/** Blanks become `%20`, as in Telegram's strings, and not the `+` of forms. */
export function encodeQuery(fields: InitDataFields): string {
  return Object.entries(fields)
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join("&");
}

/** One key per sandbox: nobody outside can check the Ed25519 signature, but it has the right form. */
export function createSigningKey(): KeyObject {
  return generateKeyPairSync("ed25519").privateKey;
}

function pairs(fields: InitDataFields): string {
  return Object.keys(fields)
    .sort()
    .map((key) => `${key}=${fields[key]}`)
    .join("\n");
}
