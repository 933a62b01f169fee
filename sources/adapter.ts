import type { Clock } from "../core/clock.js";
import type { Capabilities } from "../core/sources/adapter-capabilities.js";
import type { Reading, ReadingRange } from "../core/sources/reading.js";
import type { HttpGet } from "./http-get.js";

/** One casino as it is asked for totals. Each passes tests/sources/_adapter-contract.ts. */
export interface Adapter {
  readonly capabilities: Capabilities;
  /**
   * Asks once. Without a range for all totals; with one for a window, which only sources with a history can tell.
   * @throws SourceError, always of one of its kinds
   */
  fetch(range?: ReadingRange): Promise<Reading>;
}

export interface AdapterSettings {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly account: string | null;
  readonly credential: string | null;
  /** Where the totals of a source begin that is asked for ranges. */
  readonly countedFrom: Date | null;
}

/** @throws SourceError `bad-request` when a setting is missing without which nothing can be asked */
export type CreateAdapter = (settings: AdapterSettings, get: HttpGet, clock: Clock) => Adapter;
