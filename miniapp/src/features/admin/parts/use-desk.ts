import { useCallback, useEffect, useRef } from "react";
import type { ZodMiniType } from "zod/mini";
import { useServices } from "../../../lib/services.js";
import { useLoaded, type Loaded } from "../../../lib/use-loaded.js";

export interface Desk<Value> {
  loaded: Loaded<Value>;
  /** Reads again with the outline shown, as after a failure. */
  retry: () => void;
  /** Reads again in the background; what is shown stays until the answer is there. */
  refresh: () => void;
  put: (value: Value) => void;
}

/** What an administrators' panel shows; read again when the app comes to the front. @param path below `/api/v1` */
export function useDesk<Value>(path: string, schema: ZodMiniType<Value>): Desk<Value> {
  const { api, onFront } = useServices();
  const read = useCallback(() => api.readMine(path, schema), [api, path, schema]);
  const [loaded, { reload, put }] = useLoaded(read);
  // An act that was begun in one view may end in another: what is read again is always the view that is shown.
  const shown = useRef(read);
  useEffect(() => {
    shown.current = read;
  }, [read]);
  const refresh = useCallback(() => {
    const asked = shown.current;
    asked().then(
      (value) => (shown.current === asked ? put(value) : undefined),
      // What is shown stays; the next refresh or the person's own "try again" asks anew.
      () => undefined,
    );
  }, [put]);
  useEffect(() => onFront(refresh), [onFront, refresh]);
  return { loaded, retry: reload, refresh, put };
}

/** Asks again every so often while the page is open, for figures that move by themselves. */
export function useEvery(ms: number, run: () => void): void {
  const { timers } = useServices();
  useEffect(() => {
    let handle = 0;
    const tick = (): void => {
      if (document.visibilityState === "visible") run();
      handle = timers.set(tick, ms);
    };
    handle = timers.set(tick, ms);
    return () => timers.clear(handle);
  }, [timers, ms, run]);
}
