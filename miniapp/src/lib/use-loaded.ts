import { useCallback, useEffect, useRef, useState } from "react";

export type Loaded<Value> =
  | { phase: "loading" }
  | { phase: "failed"; error: unknown }
  | { phase: "ready"; value: Value };

export interface Reload<Value> {
  /** Reads again with the outline shown, as after a failure. */
  reload: () => void;
  /** Puts in what a change has answered. */
  put: (value: Value) => void;
}

/**
 * Reads something once for a panel, and again when asked.
 * @param read memoised by the caller: another function is another question
 */
export function useLoaded<Value>(read: () => Promise<Value>): [Loaded<Value>, Reload<Value>] {
  const [loaded, setLoaded] = useState<Loaded<Value>>({ phase: "loading" });
  const latest = useRef(0);
  const run = useCallback(() => {
    latest.current += 1;
    const mine = latest.current;
    const isLatest = (): boolean => mine === latest.current;
    read().then(
      (value) => isLatest() && setLoaded({ phase: "ready", value }),
      (error: unknown) => isLatest() && setLoaded({ phase: "failed", error }),
    );
  }, [read]);
  useEffect(() => {
    run();
    return () => {
      latest.current += 1;
    };
  }, [run]);
  const reload = useCallback(() => {
    setLoaded({ phase: "loading" });
    run();
  }, [run]);
  const put = useCallback((value: Value) => setLoaded({ phase: "ready", value }), []);
  return [loaded, { reload, put }];
}
