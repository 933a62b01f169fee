import { createHash, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const API_KEY = /^(rk_live_([0-9A-Za-z]{8})_[0-9A-Za-z]{32})_([0-9A-Za-z]{6})$/;
export const API_KEY_PREFIX = "rk_live_";

/**
 * A fresh key `rk_live_<8 id>_<32 random>_<6 checksum>`: 190 random bits, so a plain SHA-256 of it is enough at rest,
 * and a checksum, so that a mistyped key is refused without the database and secret scanners can be sure.
 */
export function generateApiKey(): { id: string; key: string } {
  const id = randomText(8);
  const body = `${API_KEY_PREFIX}${id}_${randomText(32)}`;
  return { id, key: `${body}_${checksum(body)}` };
}

/** @returns the id inside a well-formed key, `undefined` for anything else */
export function readApiKeyId(key: string): string | undefined {
  const [, body, id, sum] = API_KEY.exec(key) ?? [];
  return body !== undefined && sum === checksum(body) ? id : undefined;
}

export function isApiKeyId(text: string): boolean {
  return /^[0-9A-Za-z]{8}$/.test(text);
}

export function hashApiKey(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

function randomText(length: number): string {
  return Array.from({ length }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
}

function checksum(text: string): string {
  let rest = crc32(text);
  let digits = "";
  for (let place = 0; place < 6; place++) {
    digits = ALPHABET.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
