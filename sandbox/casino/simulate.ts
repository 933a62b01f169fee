import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type PlayerSum, createBook } from "./book.js";
import { createDesk } from "./desk.js";
import { type Wager, playerRenamed, wagerBatch, wagerSettled } from "./events.js";
import { createPoster } from "./post.js";
import { createRandom } from "./random.js";
import { type WagerStream, createWagers } from "./wagers.js";

export interface CasinoOptions {
  /** Address of the receiver, such as `http://127.0.0.1:3001`. */
  readonly receiverUrl: string;
  readonly source: string;
  /** `whsec_…` */
  readonly secret: string;
  readonly ratePerSecond: number;
  /** Players who wager; the few at the top make most of it. */
  readonly players: number;
  /** How long to bet; without it until the signal. */
  readonly seconds?: number;
  /** The same seed gives the same players and the same bets. */
  readonly seed: number | string;
  readonly clock: { now(): Date };
  /** Ends everything at once; deliveries without an answer are then undelivered. */
  readonly signal: AbortSignal;
  /** Part of the deliveries that arrive twice: at once, again later, or under another id. */
  readonly duplicates?: number;
  /** Part of the wagers that are voided a moment later, with or without a revision. */
  readonly voids?: number;
  /** Part of the wagers whose amount is corrected by a second revision. */
  readonly corrections?: number;
  /** Part of the wagers after which the player changes his name. */
  readonly renames?: number;
  /** Part of the wagers that are reported late, and how late at most. */
  readonly lateness?: { readonly share: number; readonly maxSeconds: number };
  /** Wagers per post; from 2 on they go to the batch endpoint. */
  readonly batchSize?: number;
  readonly connections?: number;
  readonly scheduleMs?: readonly number[];
  /** After the last bet, how long to go on delivering what is not answered yet. */
  readonly drainSeconds?: number;
  /** Part of all wager and webhook ids; a fresh one by default, so that two runs of one seed are not taken for redeliveries. */
  readonly run?: string;
}

/** What the casino believes after its run. */
export interface CasinoReport {
  readonly run: string;
  /** Wagers made; fewer than rate times seconds when the receiver was away for so long that the outbox was full. */
  readonly bets: number;
  /** Posts on the wire, repetitions included. */
  readonly attempts: number;
  /** Deliveries by what became of them. */
  readonly outcomes: {
    readonly accepted: number;
    readonly duplicate: number;
    readonly quarantined: number;
    readonly refused: number;
    readonly undelivered: number;
  };
  readonly refusedStatuses: ReadonlyMap<number, number>;
  /** By player id. */
  readonly players: ReadonlyMap<string, PlayerSum & { readonly name: string }>;
  readonly totalMicroUsd: bigint;
  /** True when every event was answered, so that the receiver's ledger must show exactly these sums. */
  readonly isExact: boolean;
}

/** Impatient for the sake of a demo: seconds instead of days. 300 s on average after the first five. */
const demoScheduleMs: readonly number[] = [0, 100, 300, 1_000, 3_000, ...Array<number>(120).fill(5_000)];

const tickMs = 20;

/** Deliveries under way beyond which no more bets are made; at 10,000 waiting posts of 400 bytes memory still does not matter. */
const outboxLimit = 10_000;

/**
 * A casino at work: makes bets at a steady rate and posts them signed. It never fails for what the receiver answers or does not
 * answer; it repeats, keeps silent when told to, and reports.
 */
export async function simulateCasino(options: CasinoOptions): Promise<CasinoReport> {
  const run = options.run ?? `${options.clock.now().getTime().toString(36)}${randomBytes(3).toString("hex")}`;
  const over = new AbortController();
  const end = (): void => over.abort();
  options.signal.addEventListener("abort", end, { once: true });
  if (options.signal.aborted) end();
  const book = createBook();
  using poster = createPoster({
    ...options,
    scheduleMs: options.scheduleMs ?? demoScheduleMs,
    random: createRandom(options.seed, "poster"),
    signal: over.signal,
  });
  const { duplicates = 0, seed } = options;
  const desk = createDesk({ poster, book, run, duplicates, seed, signal: over.signal });
  const wagers = createWagers(options, run);
  try {
    const bets = await bet({ options, wagers, desk, book }, over.signal);
    await Promise.race([
      desk.settled(),
      delay((options.drainSeconds ?? 30) * 1_000, undefined, { signal: over.signal }).catch(() => undefined),
    ]);
    end();
    await desk.settled();
    return { run, bets, attempts: poster.attempts, ...describe(desk), ...sumUp(book, wagers.names) };
  } finally {
    options.signal.removeEventListener("abort", end);
    end();
  }
}

type Desk = ReturnType<typeof createDesk>;
type Book = ReturnType<typeof createBook>;

interface Office {
  readonly options: CasinoOptions;
  readonly wagers: WagerStream;
  readonly desk: Desk;
  readonly book: Book;
}

async function bet({ options, wagers, desk, book }: Office, signal: AbortSignal): Promise<number> {
  const { clock, batchSize = 1 } = options;
  let waiting: Wager[] = [];
  const flush = (): void => {
    const [single] = waiting;
    if (!single) return;
    const post = batchSize > 1 ? wagerBatch(waiting, clock.now()) : wagerSettled(single, clock.now());
    desk.send(post, waiting);
    waiting = [];
  };
  const bets = await keepPace(options, desk, signal, () => {
    const { wager, followUps, rename } = wagers.next();
    book.open(wager.wagerId, wager.playerId, [wager, ...followUps.map(({ entry }) => entry)]);
    waiting.push(wager);
    if (waiting.length >= batchSize) flush();
    for (const { entry, afterMs, build } of followUps) {
      const key = { wagerId: wager.wagerId, revision: entry.revision };
      desk.sendLater(afterMs, () => build(clock.now()), [key]);
    }
    if (rename) desk.send(playerRenamed(rename, clock.now()), []);
  });
  flush();
  return bets;
}

/** Calls `make` at the wanted rate; what falls due while the outbox is full is left out rather than made up for in a burst. */
async function keepPace(
  { ratePerSecond, seconds = Number.POSITIVE_INFINITY }: CasinoOptions,
  desk: Desk,
  signal: AbortSignal,
  make: () => void,
): Promise<number> {
  const start = performance.now();
  let due = 0;
  let made = 0;
  for (let elapsed = 0; !signal.aborted; elapsed = Math.min((performance.now() - start) / 1_000, seconds)) {
    for (const target = Math.floor(elapsed * ratePerSecond); due < target; due += 1) {
      if (desk.size >= outboxLimit) continue;
      made += 1;
      make();
    }
    if (elapsed >= seconds) break;
    await delay(tickMs, undefined, { signal }).catch(() => undefined); // an abort ends the loop
  }
  return made;
}

function describe({ outcomes, refusedStatuses }: Desk): Pick<CasinoReport, "outcomes" | "refusedStatuses"> {
  return { outcomes: { ...outcomes }, refusedStatuses: new Map(refusedStatuses) };
}

function sumUp(
  book: Book,
  names: ReadonlyMap<string, string>,
): Pick<CasinoReport, "players" | "totalMicroUsd" | "isExact"> {
  const sums = [...book.players()];
  return {
    players: new Map(sums.map(([playerId, sum]) => [playerId, { ...sum, name: names.get(playerId) ?? "" }])),
    totalMicroUsd: sums.reduce((total, [, { microUsd }]) => total + microUsd, 0n),
    isExact: sums.every(([, sum]) => sum.leastMicroUsd === sum.microUsd && sum.mostMicroUsd === sum.microUsd),
  };
}
