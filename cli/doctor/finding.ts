/** What one check found. */
export interface Finding {
  check: string;
  ok: boolean;
  /** What was found, in a line. */
  detail: string;
  /** What to do about it; null when there is nothing to do. */
  mend: string | null;
}

export function good(check: string, detail: string): Finding {
  return { check, ok: true, detail, mend: null };
}

export function bad(check: string, detail: string, mend: string): Finding {
  return { check, ok: false, detail, mend };
}

/** Seconds as people say them: `45 s`, `12 min`, `5 h`, `3 days`. */
export function spell(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 2 * 3_600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3_600) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
