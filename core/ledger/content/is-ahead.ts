/** A sender's clock may run ahead by this much; beyond it a wager would wait for a race that has not begun. */
const MAX_AHEAD_MS = 5 * 60_000;

/** Whether a time lies too far in the future to be an honest clock's. @param occurredAt ISO text */
export function isAhead(occurredAt: string, receivedAt: Date): boolean {
  return Date.parse(occurredAt) > receivedAt.getTime() + MAX_AHEAD_MS;
}
