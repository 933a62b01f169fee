import { useMemo, useSyncExternalStore } from "react";

/** Which topic of a forum is shown; `null` shows all of them together. */
export type TopicChoice = number | "general" | null;

export type Route = { userId: number | null; chatId: number | null; topic: TopicChoice };

function toId(part: string | undefined): number | null {
  return part !== undefined && /^-?\d+$/.test(part) ? Number(part) : null;
}

/** `#/<person>/<chat>/<topic>`; whatever is unreadable counts as not chosen. */
export function parseRoute(hash: string): Route {
  const [user, chat, topic] = hash.replace(/^#\/?/, "").split("/");
  return { userId: toId(user), chatId: toId(chat), topic: topic === "general" ? "general" : toId(topic) };
}

/** The hash for a route; what follows an open choice is left out. */
function formatRoute(route: Route): string {
  const parts = [route.userId, route.chatId, route.topic];
  const end = parts.indexOf(null);
  return `#/${(end === -1 ? parts : parts.slice(0, end)).join("/")}`;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

/** The address bar is the only place that knows who acts and what is open, so a reload and "back" keep their meaning. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return useMemo(() => parseRoute(hash), [hash]);
}

/** Goes there; `replace` leaves no step for "back". */
export function navigate(route: Route, how: "push" | "replace" = "push"): void {
  const hash = formatRoute(route);
  if (hash === window.location.hash) return;
  if (how === "push") {
    window.location.hash = hash;
    return;
  }
  window.history.replaceState(null, "", hash);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}
