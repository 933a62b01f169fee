import type { Bus } from "./state/bus.js";

/**
 * Waits until `isTrue`, asked again whenever something happens; never by time.
 *
 * @returns false when real time ran out
 */
export function waitUntil(bus: Bus, isTrue: () => boolean, deadlineMs: number): Promise<boolean> {
  if (isTrue()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const finish = (value: boolean) => {
      clearTimeout(timer);
      stop();
      resolve(value);
    };
    const timer = setTimeout(() => finish(isTrue()), deadlineMs);
    const stop = bus.onStir(() => {
      if (isTrue()) finish(true);
    });
  });
}
