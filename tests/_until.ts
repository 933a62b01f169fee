import { setTimeout as delay } from "node:timers/promises";

/** Waits until a condition holds: 30 s, as a busy machine may take many, and nobody waits for the limit. @throws Error naming the condition when it does not within the limit */
export async function until(what: string, holds: () => boolean | Promise<boolean>, limitMs = 30_000): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`did not happen within ${limitMs} ms: ${what}`);
    await delay(5);
  }
}
