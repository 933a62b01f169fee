/** What a `start` or `startapp` payload may point at. Payloads are untrusted input. */
export type DeepLink =
  | { kind: "race"; value: string }
  | { kind: "player"; value: string }
  | { kind: "setup"; value: string }
  | { kind: "link"; value: string }
  | { kind: "prizes"; value: string }
  | { kind: "rewards"; value: string }
  | { kind: "squad"; value: string }
  | { kind: "verify"; value: string };

const KINDS: ReadonlySet<string> = new Set<DeepLink["kind"]>([
  "race",
  "player",
  "setup",
  "link",
  "prizes",
  "rewards",
  "squad",
  "verify",
]);
const PAYLOAD = /^v1_([a-z]+)_([A-Za-z0-9_-]{1,50})$/;

function isKind(text: string): text is DeepLink["kind"] {
  return KINDS.has(text);
}

/**
 * Reads a payload of the grammar `v1_<kind>_<value>` (`[A-Za-z0-9_-]`, at most 64 characters).
 * @returns `undefined` for anything else; callers then show the home page
 */
export function parseDeepLink(payload: string): DeepLink | undefined {
  if (payload.length > 64) return undefined;
  const match = PAYLOAD.exec(payload);
  const [, kind, value] = match ?? [];
  if (kind === undefined || value === undefined || !isKind(kind)) return undefined;
  return { kind, value };
}

/** @throws RangeError when the link cannot be written within Telegram's limits: a fault of the caller */
export function formatDeepLink(link: DeepLink): string {
  const payload = `v1_${link.kind}_${link.value}`;
  if (parseDeepLink(payload) === undefined) throw new RangeError(`not a deep link payload: ${payload}`);
  return payload;
}
