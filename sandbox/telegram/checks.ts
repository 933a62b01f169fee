import type { Core } from "./core.js";
import type { CallEntry } from "./state/journal.js";

export type ExpectedRefusal = {
  method?: string;
  /** Part of the description, or a pattern for it. */
  description: string | RegExp;
  /** Default 1; a refusal that does not come is a finding too. */
  times?: number;
};

type Expectation = ExpectedRefusal & { left: number };

/** What must hold after each test. */
export class Checks {
  private readonly expected: Expectation[] = [];
  private readonly core: Core;
  private checkedUntil = 0;

  constructor(core: Core) {
    this.core = core;
  }

  /** Names a refusal that the test wants to see. */
  expectRefusal(refusal: ExpectedRefusal): void {
    this.expected.push({ ...refusal, left: refusal.times ?? 1 });
  }

  /** Everything that is not as it should be, in words; empty means clean. A second call looks at newer calls only. */
  findings(): string[] {
    const calls = this.core.journal.since(this.checkedUntil).filter((entry) => entry.kind === "call");
    this.checkedUntil = this.core.journal.mark();
    return [
      ...calls.flatMap((call) => this.unexpectedRefusal(call) ?? []),
      ...this.missingRefusals(),
      ...this.callbackFindings(),
      ...this.inlineFindings(),
      ...this.core.updates.pending().map((one) => `update ${one.update.update_id} (${one.kind}) was not handled`),
      ...this.core.faults.unused().map((fault) => `planned fault was never met: ${fault}`),
    ];
  }

  private unexpectedRefusal(call: CallEntry): string | undefined {
    if (call.outcome.ok || call.isPlanned) return undefined;
    const { code, description } = call.outcome;
    const wanted = this.expected.find((one) => one.left > 0 && fits(one, call.method, description));
    if (!wanted) return `${call.method} was refused: ${code} ${description}`;
    wanted.left -= 1;
    return undefined;
  }

  private missingRefusals(): string[] {
    const missing = this.expected.filter((one) => one.left > 0);
    return missing.map(
      (one) => `expected refusal did not come: ${one.method ?? "any method"} ${String(one.description)}`,
    );
  }

  private callbackFindings(): string[] {
    return [...this.core.callbacks.records.values()].flatMap((record) => {
      if (record.isAnswered && record.attempts === 1) return [];
      const what = record.attempts === 0 ? "was not answered" : `was answered ${record.attempts} times`;
      return [`press of "${record.label}" by ${this.core.world.user(record.userId).firstName} ${what}`];
    });
  }

  private inlineFindings(): string[] {
    return [...this.core.inline.queries.values()].flatMap((record) => {
      if (record.answer && record.attempts <= 1) return [];
      const what = record.attempts === 0 ? "was not answered" : `was answered ${record.attempts} times`;
      return [`inline query "${record.query}" ${what}`];
    });
  }
}

function fits(expected: Expectation, method: string, description: string): boolean {
  if (expected.method !== undefined && expected.method !== method) return false;
  const { description: wanted } = expected;
  return typeof wanted === "string" ? description.includes(wanted) : wanted.test(description);
}
