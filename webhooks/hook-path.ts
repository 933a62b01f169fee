export type HookEndpoint = "event" | "batch" | "totals";

export interface HookPath {
  readonly slug: string;
  readonly endpoint: HookEndpoint;
  /** Without the question mark; empty when there is none. */
  readonly query: string;
}

export const HOOK_PREFIX = "/hooks/v1/";
const SLUG = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** @returns `undefined` when the path is none of the receiver's */
export function readHookPath(url: string): HookPath | undefined {
  const queryAt = url.indexOf("?");
  const path = url.slice(HOOK_PREFIX.length, queryAt === -1 ? undefined : queryAt);
  const query = queryAt === -1 ? "" : url.slice(queryAt + 1);
  const slash = path.indexOf("/");
  const slug = slash === -1 ? path : path.slice(0, slash);
  if (!SLUG.test(slug)) return undefined;
  if (slash === -1) return { slug, endpoint: "event", query };
  const rest = path.slice(slash + 1);
  return rest === "batch" || rest === "totals" ? { slug, endpoint: rest, query } : undefined;
}
