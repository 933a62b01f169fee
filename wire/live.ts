import * as z from "zod/mini";
import { raceStatus, standingsRow } from "./race.js";
import { instantText, wagerAmount } from "./scalars.js";

export const LIVE_PATH = "/live";
export const LIVE_PROTOCOL = "race.v1";
/** Channels of one socket. */
const MOST_CHANNELS = 20;
/** Rows in a snapshot and in what deltas speak of. */
export const LIVE_TOP = 50;

const channel = z.string().check(z.regex(/^(race:[A-Za-z0-9]{10}|board:(day|week|month|all-time))$/));
const position = z.object({ epoch: z.string(), ver: z.int() });

/** Frames a client may send; anything else ends the socket with 1008. */
export const clientFrame = z.discriminatedUnion("t", [
  z.strictObject({
    t: z.literal("hello"),
    token: z.optional(z.string()),
    subscribe: z.optional(z.array(channel).check(z.maxLength(MOST_CHANNELS))),
    resume: z.optional(
      z.record(channel, position).check(z.refine((known) => Object.keys(known).length <= MOST_CHANNELS)),
    ),
  }),
  z.strictObject({ t: z.literal("subscribe"), ch: channel }),
  z.strictObject({ t: z.literal("unsubscribe"), ch: channel }),
  z.strictObject({ t: z.literal("resync"), ch: channel }),
  z.strictObject({ t: z.literal("auth"), token: z.string() }),
  z.strictObject({ t: z.literal("ack"), now: z.number() }),
]);
export type ClientFrame = z.infer<typeof clientFrame>;

const op = z.union([z.tuple([z.literal("set"), standingsRow]), z.tuple([z.literal("del"), z.string()])]);

/** Frames the server sends. */
export const serverFrame = z.discriminatedUnion("t", [
  z.object({
    t: z.literal("snap"),
    ch: channel,
    epoch: z.string(),
    ver: z.int(),
    at: instantText,
    rows: z.array(standingsRow),
  }),
  z.object({
    t: z.literal("delta"),
    ch: channel,
    epoch: z.string(),
    prev: z.int(),
    ver: z.int(),
    at: instantText,
    ops: z.array(op),
  }),
  z.object({ t: z.literal("me"), ch: channel, ver: z.int(), rank: z.nullable(z.int()), wagered: wagerAmount }),
  z.object({
    t: z.literal("state"),
    ch: channel,
    status: raceStatus,
    /** Present while the race's data is older than its sources allow; `asOf` is what it stands for. */
    stale: z.optional(z.literal(true)),
    asOf: z.optional(z.nullable(instantText)),
  }),
  z.object({ t: z.literal("hb"), now: z.number() }),
  z.object({ t: z.literal("auth_expiring"), in: z.int() }),
  z.object({ t: z.literal("error"), code: z.string(), message: z.string() }),
  z.object({ t: z.literal("bye"), spreadMs: z.int() }),
]);
export type ServerFrame = z.infer<typeof serverFrame>;
export type LiveOp = z.infer<typeof op>;

/** Close codes of our own beside the standard ones. */
export const CLOSE = {
  normal: 1000,
  goingAway: 1001,
  policy: 1008,
  restart: 1012,
  tokenExpired: 4401,
  forbidden: 4403,
  helloTimeout: 4408,
  slowReader: 4409,
  tooMany: 4429,
} as const;
