/** Whether the running system knows an IANA zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    // RangeError is how Intl says "no such zone".
    return false;
  }
}
