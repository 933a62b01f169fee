import { useSyncExternalStore } from "react";

// wouter tells of the history's own calls by events of the same names. Its own hook for this would be in the first
// JavaScript of all players, because the router is.
const EVENTS = ["pushState", "replaceState", "popstate"] as const;

function subscribe(listener: () => void): () => void {
  for (const name of EVENTS) window.addEventListener(name, listener);
  return () => {
    for (const name of EVENTS) window.removeEventListener(name, listener);
  };
}

/** A value of the address's query, such as `race` of `/admin/payouts?race=…`; `null` without it. */
export function useQuery(name: string): string | null {
  const search = useSyncExternalStore(subscribe, () => window.location.search);
  return new URLSearchParams(search).get(name);
}
