/** Where two files part. Values are JSON texts. */
export interface Difference {
  /** Members from the outside in, list places counted from 1, such as `players › 4 › score`. */
  path: string;
  published: string;
  given: string;
}

const MISSING = "(nothing)";

function isMembers(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return value === undefined ? MISSING : JSON.stringify(value);
}

function keysOf(left: Record<string, unknown>, right: Record<string, unknown>): string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
}

/**
 * The first place at which two parsed files differ, in the order of the canonical form; `undefined` when they say the
 * same. The fingerprint of a file that was tampered with differs by nature, so it counts only when nothing else does.
 */
export function findDifference(
  published: unknown,
  given: unknown,
  path: readonly string[] = [],
): Difference | undefined {
  if (Array.isArray(published) && Array.isArray(given)) {
    for (let at = 0; at < Math.max(published.length, given.length); at += 1) {
      const found = findDifference(published[at], given[at], [...path, String(at + 1)]);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (isMembers(published) && isMembers(given)) {
    const isLast = (key: string): number => (path.length === 0 && key === "documentHash" ? 1 : 0);
    for (const key of keysOf(published, given).sort((left, right) => isLast(left) - isLast(right))) {
      const found = findDifference(published[key], given[key], [...path, key]);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (Object.is(published, given)) return undefined;
  return { path: path.join(" › "), published: textOf(published), given: textOf(given) };
}

/** Splits two texts into what they share at both ends and what differs in between. */
export function markDifference(
  left: string,
  right: string,
): { start: string; left: string; right: string; end: string } {
  const most = Math.min(left.length, right.length);
  let from = 0;
  while (from < most && left[from] === right[from]) from += 1;
  let tail = 0;
  while (tail < most - from && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail += 1;
  return {
    start: left.slice(0, from),
    left: left.slice(from, left.length - tail),
    right: right.slice(from, right.length - tail),
    end: tail === 0 ? "" : left.slice(-tail),
  };
}
