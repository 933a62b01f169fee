import type { SourceAdapter } from "../../wire/polled-sources.js";

/** What an adapter's source can and cannot tell. */
export interface Capabilities {
  /** `cumulative`: totals since ever. `range`: totals between two moments, so also of a closed window. */
  readonly mode: "cumulative" | "range" | "upload";
  /** False: the name is the only key, and a rename needs a person. */
  readonly stableId: boolean;
  readonly weighted: boolean;
  /** Can be asked about the past. */
  readonly history: boolean;
  /** Ranges begin and end at midnight of `zone`. */
  readonly dayGranularity: boolean;
  readonly endInclusive: boolean;
  readonly minIntervalSec: number;
  /** Digits after the point of amounts that are whole numbers: 2 are cents. */
  readonly scale: number;
  /** IANA zone of its days. */
  readonly zone: string;
}

export interface AdapterTraits {
  readonly capabilities: Capabilities;
  /** The usual address; addresses change, so that it is only where a new source begins. */
  readonly usualAddress: string | null;
  readonly needsAccount: boolean;
  readonly needsCredential: boolean;
}

const USD = { scale: 0, zone: "UTC", stableId: true } as const;

/** The one table of casinos; the code of each is in sources/adapters/. */
export const ADAPTERS: Readonly<Record<SourceAdapter, AdapterTraits>> = {
  goated: {
    capabilities: {
      ...USD,
      mode: "cumulative",
      weighted: false,
      history: false,
      dayGranularity: false,
      endInclusive: false,
      minIntervalSec: 60,
    },
    usualAddress: "https://apis.goated.com",
    needsAccount: true,
    // Some codes answer without one.
    needsCredential: false,
  },
  rainbet: {
    capabilities: {
      ...USD,
      mode: "range",
      weighted: false,
      history: true,
      dayGranularity: true,
      endInclusive: true,
      minIntervalSec: 300,
    },
    usualAddress: "https://services.rainbet.com",
    needsAccount: false,
    needsCredential: true,
  },
  roobet: {
    capabilities: {
      ...USD,
      mode: "range",
      weighted: true,
      history: true,
      dayGranularity: true,
      endInclusive: false,
      minIntervalSec: 3_600,
    },
    usualAddress: "https://roobetconnect.com",
    needsAccount: true,
    needsCredential: true,
  },
  "stake-csv": {
    capabilities: {
      ...USD,
      stableId: false,
      mode: "upload",
      weighted: false,
      history: false,
      dayGranularity: false,
      endInclusive: false,
      minIntervalSec: 0,
    },
    usualAddress: null,
    needsAccount: false,
    needsCredential: false,
  },
};

/** Category of the entries of a polled source, so that a race can weigh one casino against another. */
export function categoryOfSource(slug: string): string {
  return `casino:${slug}`;
}
