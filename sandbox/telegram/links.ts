/** Sandbox-only: public https addresses in data lead to local ones when something must really be opened. */
export type UrlMapping = { publicPrefix: string; localPrefix: string };

/** @returns the local address, or the address itself when no mapping fits; the first match wins */
export function toLocalUrl(url: string, map: readonly UrlMapping[]): string {
  const rule = map.find((one) => url.startsWith(one.publicPrefix));
  return rule ? rule.localPrefix + url.slice(rule.publicPrefix.length) : url;
}

/** What a t.me link of the bot asks the client to do. */
export type BotLink =
  | { kind: "start"; payload: string | undefined }
  | { kind: "startGroup"; payload: string }
  | { kind: "app"; appName: string | undefined; startParam: string | undefined; mode: string | undefined }
  | { kind: "other" };

const START_PAYLOAD = /^[A-Za-z0-9_-]{1,64}$/;
const APP_PAYLOAD = /^[A-Za-z0-9_-]{0,512}$/;

/**
 * Reads `t.me/<bot>`, `t.me/<bot>?start=…`, `?startgroup=…`, `?startapp=…` and `t.me/<bot>/<app>?startapp=…`.
 * A payload that Telegram's clients would not deliver (wrong letters, too long) is dropped, as they drop it.
 */
export function parseBotLink(url: string, botUsername: string): BotLink {
  const link = asHttpLink(url);
  if (!link || !["t.me", "telegram.me", "telegram.dog"].includes(link.hostname)) return { kind: "other" };
  const [username, appName] = link.pathname.split("/").filter((part) => part !== "");
  if (username?.toLowerCase() !== botUsername.toLowerCase()) return { kind: "other" };
  const query = link.searchParams;
  const startApp = query.get("startapp");
  if (appName !== undefined || startApp !== null) {
    const startParam = startApp !== null && startApp !== "" && APP_PAYLOAD.test(startApp) ? startApp : undefined;
    return { kind: "app", appName, startParam, mode: query.get("mode") ?? undefined };
  }
  const group = query.get("startgroup");
  if (group !== null) return { kind: "startGroup", payload: START_PAYLOAD.test(group) ? group : "" };
  return { kind: "start", payload: validStartPayload(query.get("start")) };
}

/** Clients do not deliver a payload outside 1–64 `[A-Za-z0-9_-]`. */
export function validStartPayload(payload: string | null | undefined): string | undefined {
  return payload && START_PAYLOAD.test(payload) ? payload : undefined;
}

function asHttpLink(url: string): URL | undefined {
  const text = /^https?:\/\//i.test(url) ? url : `https://${url}`;
  return URL.canParse(text) ? new URL(text) : undefined;
}
