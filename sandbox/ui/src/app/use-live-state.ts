import { useEffect, useState, useSyncExternalStore } from "react";
import { LiveState } from "../lib/live-state.js";
import type { Route } from "../lib/route.js";

/** Whom the page shows, and where. */
export type Shown = { live: LiveState; route: Route };

/** Streams by person, kept so that switching back shows the last state at once. */
function useKnown(): (userId: number) => LiveState {
  const [known] = useState(() => new Map<number, LiveState>());
  return (userId) => {
    const live = known.get(userId) ?? new LiveState(userId);
    known.set(userId, live);
    return live;
  };
}

/**
 * The person and place of the address, as soon as their state is here; until then the last ones. Without this a switch
 * to a person not seen before would empty the page for a moment, and with it every open Mini App would start again.
 */
export function useShown(userId: number, route: Route): Shown | null {
  const wanted = useKnown()(userId);
  useEffect(() => {
    wanted.open();
    return () => wanted.close();
  }, [wanted]);
  const { state } = useSyncExternalStore(wanted.subscribe, wanted.getSnapshot);
  const [shown, setShown] = useState<Shown | null>(null);
  if (state !== null && (shown?.live !== wanted || shown.route !== route)) setShown({ live: wanted, route });
  return shown;
}
