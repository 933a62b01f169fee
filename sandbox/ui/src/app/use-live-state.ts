import { useEffect, useState, useSyncExternalStore } from "react";
import { type LiveSnapshot, LiveState } from "../lib/live-state.js";

/** What a person sees, as long as somebody looks. Each person has one stream; switching back shows the last state at once. */
export function useLiveState(userId: number): { live: LiveState; snapshot: LiveSnapshot } {
  const [known] = useState(() => new Map<number, LiveState>());
  let live = known.get(userId);
  if (live === undefined) {
    live = new LiveState(userId);
    known.set(userId, live);
  }
  const current = live;
  useEffect(() => {
    current.open();
    return () => current.close();
  }, [current]);
  return { live: current, snapshot: useSyncExternalStore(current.subscribe, current.getSnapshot) };
}
