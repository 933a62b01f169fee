/** A pause that can be cut short, also by a call that came before it began. */
export interface Wakeup {
  wake(): void;
  /** Resolves after the time, after `wake`, or when the signal aborts; it never rejects. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export function createWakeup(): Wakeup {
  let isDue = false;
  let end: () => void = () => {
    isDue = true;
  };
  const remember = end;
  return {
    wake: () => end(),
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (isDue || signal.aborted) {
          isDue = false;
          resolve();
          return;
        }
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener("abort", done);
          end = remember;
          resolve();
        };
        const timer = setTimeout(done, ms);
        signal.addEventListener("abort", done);
        end = done;
      }),
  };
}
