/** Shape of a result document and of a receipt, version 1; docs/result-v1.md says what each member means. */
export const RESULT_FORMAT = "goatedvips.result/1";
export const RECEIPT_FORMAT = "goatedvips.receipt/1";

/** Prizes beside the main table, for those who have none of it. */
export interface ResultLane {
  title: string;
  counts: "score" | "improvement";
  cap: string | null;
  lastMonth: { from: string; below: string | null } | null;
  prizes: string[];
  /** Only in a lane for squads: most members of one, and until when they are joined. */
  squads?: { most: number; joinMinutes: number };
}

export interface ResultRules {
  race: string;
  title: string;
  startsAt: string;
  endsAt: string;
  timeZone: string;
  prizes: string[];
  /** Only where the pool grows with the wager. */
  growth?: { share: string; limit: string };
  /** Only where ranks ask for a score. */
  floors?: string[];
  /** Absent without any. */
  lanes?: ResultLane[];
  tieRule: "split" | "first";
  minWager: string;
  sources: string[] | null;
  weights: Record<string, string>;
  cap: string | null;
  requireLink: boolean;
  newcomers: "ask" | "zero" | "first_seen";
  graceMinutes: number;
  disputeHours: number;
  /** Only where it is not 30. */
  claimDays?: 7 | 14;
  /** Only where prizes that nobody claimed go to the next race. */
  unclaimed?: "roll_over";
}

/** A place in a lane. */
export interface ResultLanePlayer {
  pseudonym: string;
  rank: number;
  score: string;
  prize: string;
  /** Volume of the calendar month before the race, where the lane asks for it. */
  lastMonth: string | null;
  /** Volume of the time of the same length before the race, where the lane compares with it. */
  before: string | null;
  /** Only in a lane for squads: the squad that `rank` is of. `score` is what the player adds to it. */
  squad?: string;
}

/** What became of a lane, in the order of the rules. */
export interface ResultLaneResult {
  pool: string;
  awarded: string;
  leftover: string;
  players: ResultLanePlayer[];
}

export interface ResultPlayer {
  pseudonym: string;
  rank: number;
  score: string;
  prize: string;
  entries: number;
  entriesHash: string;
  adjusted: string;
  reachedAt: string;
}

export interface ResultExclusion {
  pseudonym: string;
  reason: string;
  score: string;
  entries: number;
  entriesHash: string;
  adjusted: string;
  reachedAt: string;
}

export interface ResultPlace {
  rank: number | null;
  score: string;
  prize: string;
}

export interface ResultDifference {
  pseudonym: string;
  before: ResultPlace | null;
  after: ResultPlace | null;
}

export interface ResultSeal {
  number: number;
  era: number;
  from: string;
  to: string;
  entries: number;
  entriesHash: string;
  documents: string[];
  previousHash: string;
  sealedAt: string;
  hash: string;
}

export interface ResultDocument {
  format: typeof RESULT_FORMAT;
  race: string;
  version: number;
  computedAt: string;
  rules: ResultRules;
  rulesVersion: number;
  rulesHash: string;
  rulesHistory: { version: number; hash: string; note: string | null; at: string }[];
  ledger: { era: number; snapshot: string };
  counts: { players: number; excluded: number; entries: number };
  totalScore: string;
  pool: string;
  awarded: string;
  leftover: string;
  players: ResultPlayer[];
  exclusions: ResultExclusion[];
  /** One for each lane of the rules; absent without any. */
  lanes?: ResultLaneResult[];
  previous: { version: number; documentHash: string; reason: string } | null;
  difference: ResultDifference[];
  seal: ResultSeal | null;
  documentHash: string;
}

export interface ReceiptEntry {
  source: string;
  kind: "wager" | "snapshot" | "adjustment";
  ref: string;
  seq: number;
  revision: string;
  amount: string;
  delta: string;
  counted: string;
  occurredAt: string;
  coversFrom: string | null;
  category: string | null;
}

export interface Receipt {
  format: typeof RECEIPT_FORMAT;
  race: string;
  version: number;
  documentHash: string;
  playerSalt: string;
  entries: ReceiptEntry[];
}
