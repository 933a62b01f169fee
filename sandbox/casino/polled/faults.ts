/** Everything that polled casinos were seen to do wrong, by the name it is switched with. */
export const POLLED_FAULTS = {
  "html-502": "a gateway's error page with status 502",
  "html-200": "an error page with status 200",
  challenge: "a page that asks whether we are human",
  auth: "401: the credential has expired",
  "rate-limit": "429 with Retry-After: 120",
  outage: "503",
  "not-success": '{"success": false} with status 200',
  truncated: "the answer breaks off in the middle",
  "another-shape": "our own internal shape in the place of the source's",
  empty: "the right shape without rows",
  "half-rows": "half of the rows are missing",
  "lost-row": "one active player is missing",
  "wrong-sums": "the stated sums are not those of the rows",
  "cents-for-dollars": "every amount is a hundred times as large",
  slow: "15 s until the answer",
  "very-slow": "no answer within a minute",
  "freeze-month": "this_month stands still while everything else moves",
  "freeze-total": "all_time stands still while the others move",
  "out-of-step": "this_week follows one answer later",
  revalue: "today is valued anew at coin prices that fall",
  jitter: "idle rows wobble by 1e-13",
  "no-sums": "the sums on top are left out, as in older answers",
} as const;

export type PolledFault = keyof typeof POLLED_FAULTS;

export function isPolledFault(name: string): name is PolledFault {
  return Object.hasOwn(POLLED_FAULTS, name);
}

/** Which faults are on; switched while the casino runs. */
export class FaultSwitches {
  readonly #on = new Set<PolledFault>();

  has(fault: PolledFault): boolean {
    return this.#on.has(fault);
  }

  switch(fault: PolledFault, isOn: boolean): void {
    if (isOn) this.#on.add(fault);
    else this.#on.delete(fault);
  }

  clear(): void {
    this.#on.clear();
  }

  get all(): readonly PolledFault[] {
    return [...this.#on];
  }
}
