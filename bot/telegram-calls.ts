import type { Transformer } from "grammy";

export type CallOutcome = "ok" | "too_fast" | "refused" | "failed";

/** What became of the calls to Telegram since the start; `too_fast` is its 429. */
export class TelegramCalls {
  readonly #counts: Record<CallOutcome, number> = { ok: 0, too_fast: 0, refused: 0, failed: 0 };

  /** To be installed before what repeats calls, so that each try counts. */
  readonly transformer: Transformer = async (prev, method, payload, signal) => {
    let outcome: CallOutcome = "failed";
    try {
      const answer = await prev(method, payload, signal);
      outcome = answer.ok ? "ok" : answer.error_code === 429 ? "too_fast" : "refused";
      return answer;
    } finally {
      this.#counts[outcome] += 1;
    }
  };

  read(): Readonly<Record<CallOutcome, number>> {
    return this.#counts;
  }
}
