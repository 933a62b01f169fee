const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

function shareArray(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  const shared = after.map((item, index) => shareUnknown(before[index], item));
  return shared.length === before.length && shared.every((item, index) => item === before[index]) ? before : shared;
}

function shareUnknown(before: unknown, after: unknown): unknown {
  if (Object.is(before, after) || !isPlain(before) || !isPlain(after)) return after;
  if (Array.isArray(before) || Array.isArray(after)) {
    return Array.isArray(before) && Array.isArray(after) ? shareArray(before, after) : after;
  }
  let isSame = Object.keys(before).length === Object.keys(after).length;
  const shared: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(after)) {
    shared[key] = shareUnknown(before[key], value);
    if (shared[key] !== before[key]) isSame = false;
  }
  return isSame ? before : shared;
}

/**
 * `after`, with every part that equals the same part of `before` replaced by that very object. The state is fetched
 * whole after each change; with this an edit of one message redraws one bubble instead of two hundred.
 */
export function shareStructure<T>(before: unknown, after: T, isT: (value: unknown) => value is T): T {
  const shared = shareUnknown(before, after);
  return isT(shared) ? shared : after;
}
