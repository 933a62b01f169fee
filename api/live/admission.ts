import { addressKey } from "../../wire/client-address.js";

export type Refusal = "full" | "address";

/** Counts connections of the feed, WebSocket and SSE alike: per process and per address. */
export class Admission {
  readonly #perAddress: number;
  readonly #perProcess: number;
  readonly #addresses = new Map<string, number>();
  #total = 0;

  constructor(perAddress: number, perProcess: number) {
    this.#perAddress = perAddress;
    this.#perProcess = perProcess;
  }

  get total(): number {
    return this.#total;
  }

  /** @returns why not, or a function that gives the place back */
  admit(address: string): Refusal | (() => void) {
    const key = addressKey(address);
    const count = this.#addresses.get(key) ?? 0;
    if (this.#total >= this.#perProcess) return "full";
    if (count >= this.#perAddress) return "address";
    this.#addresses.set(key, count + 1);
    this.#total++;
    let isGiven = true;
    return () => {
      if (!isGiven) return;
      isGiven = false;
      this.#total--;
      const left = (this.#addresses.get(key) ?? 1) - 1;
      if (left === 0) this.#addresses.delete(key);
      else this.#addresses.set(key, left);
    };
  }
}
