/** Time as the server sees it: phones are often minutes off, and a countdown must end when the race does. */
export interface ServerClock {
  /** Milliseconds since 1970 on the server. */
  now: () => number;
  /** Takes the server's time as it was when its answer was written; the way back is counted as nothing. */
  learn: (serverNowMs: number) => void;
}

export function createServerClock(localNow: () => number): ServerClock {
  let offsetMs = 0;
  return {
    now: () => localNow() + offsetMs,
    learn: (serverNowMs) => {
      if (Number.isFinite(serverNowMs)) offsetMs = serverNowMs - localNow();
    },
  };
}
