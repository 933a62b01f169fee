import type { Bus } from "./state/bus.js";

/** Counts the bot's calls that have no answer yet; long polls do not count. */
export class Activity {
  private calls = 0;
  private readonly bus: Bus;

  constructor(bus: Bus) {
    this.bus = bus;
  }

  get callsInFlight(): number {
    return this.calls;
  }

  async during<T>(work: () => Promise<T>): Promise<T> {
    this.calls += 1;
    try {
      return await work();
    } finally {
      this.calls -= 1;
      this.bus.stir();
    }
  }
}
