import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const KEY_BYTES = 32;

/**
 * The key in a file, made when there is none. The whole file appears at once (write beside it, then link), so that two
 * processes starting together end up with one key.
 * @throws Error when the file holds something else: replacing it would make every stored secret unreadable
 */
export function readOrCreateKey(path: string): Buffer {
  const known = readKey(path);
  if (known !== undefined) return known;
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, randomBytes(KEY_BYTES).toString("base64"), { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    // EEXIST: another process was first, and its key is the one to use.
    if (!isCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const key = readKey(path);
  if (key === undefined) throw new Error(`The key file ${path} vanished while it was being made: start again.`);
  return key;
}

function readKey(path: string): Buffer | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
  const key = Buffer.from(text.trim(), "base64");
  if (key.length !== KEY_BYTES) {
    throw new Error(
      `The key file ${path} does not hold 32 bytes in base64: restore it from a copy, or set SECRETS_KEY.`,
    );
  }
  return key;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
