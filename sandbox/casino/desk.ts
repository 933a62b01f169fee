import { setTimeout as delay } from "node:timers/promises";
import type { Book } from "./book.js";
import type { Post } from "./events.js";
import type { Outcome, Poster } from "./post.js";
import { type Random, createRandom } from "./random.js";

/** Which revisions of which wagers a post carries. */
export interface Key {
  readonly wagerId: string;
  readonly revision: number;
}

export interface DeskOptions {
  readonly poster: Poster;
  readonly book: Book;
  readonly run: string;
  readonly duplicates: number;
  readonly seed: number | string;
  readonly signal: AbortSignal;
}

/** The casino's outbox: gives every post its id, delivers it, sometimes twice, and enters the answers in the book. */
export interface Desk {
  send(post: Post, keys: readonly Key[]): void;
  sendLater(afterMs: number, build: () => Post, keys: readonly Key[]): void;
  /** Deliveries under way. */
  readonly size: number;
  /** When nothing is under way any more. */
  settled(): Promise<void>;
  readonly outcomes: Readonly<Record<Outcome["kind"] | "duplicate", number>>;
  readonly refusedStatuses: ReadonlyMap<number, number>;
}

/** How an honest sender comes to deliver twice. */
const repetitions: readonly [Repetition, ...Repetition[]] = ["twin", "again", "reissued"];
type Repetition = "twin" | "again" | "reissued";

const longestRepetitionDelayMs = 1_000;

export function createDesk({ poster, book, run, duplicates, seed, signal }: DeskOptions): Desk {
  const random: Random = createRandom(seed, "desk");
  const underWay = new Set<Promise<void>>();
  const outcomes = { accepted: 0, duplicate: 0, quarantined: 0, refused: 0, undelivered: 0 };
  const refusedStatuses = new Map<number, number>();
  let issued = 0;

  const nextId = (): string => {
    issued += 1;
    return `evt_${run}_${issued}`;
  };
  const deliver = async (id: string, post: Post): Promise<Outcome> => {
    const outcome = await poster.deliver(id, post);
    outcomes[outcome.kind === "accepted" && outcome.duplicate ? "duplicate" : outcome.kind] += 1;
    if (outcome.kind === "refused") {
      refusedStatuses.set(outcome.status, (refusedStatuses.get(outcome.status) ?? 0) + 1);
    }
    return outcome;
  };
  const sendNow = async (post: Post, keys: readonly Key[]): Promise<void> => {
    for (const { wagerId, revision } of keys) book.sent(wagerId, revision);
    const id = nextId();
    const repetition = random.chance(duplicates) ? random.pick(repetitions) : undefined;
    const delayMs = random.integer(longestRepetitionDelayMs);
    const outcome = await (repetition === "twin"
      ? Promise.all([deliver(id, post), deliver(id, post)]).then(better)
      : deliver(id, post));
    for (const { wagerId, revision } of keys) book.answered(wagerId, revision, outcome);
    if (repetition === undefined || repetition === "twin" || outcome.kind !== "accepted") return;
    await delay(delayMs, undefined, { signal });
    await deliver(repetition === "again" ? id : nextId(), post);
  };
  const track = (work: Promise<void>): void => {
    // Only a pause can be rejected, by the end of the simulation: what was not sent by then is not sent.
    const tracked = work.catch(() => undefined).finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  };

  return {
    outcomes,
    refusedStatuses,
    get size() {
      return underWay.size;
    },
    send: (post, keys) => track(sendNow(post, keys)),
    sendLater: (afterMs, build, keys) =>
      track(delay(afterMs, undefined, { signal }).then(() => sendNow(build(), keys))),
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

/** One of two answers to the same id: what either acknowledged is acknowledged. */
function better([first, second]: readonly [Outcome, Outcome]): Outcome {
  return second.kind === "accepted" ? second : first;
}
