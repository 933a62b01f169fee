import { setMaxListeners } from "node:events";
import { Agent } from "node:http";
import { Agent as SecureAgent } from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Post } from "./events.js";
import { type Answer, httpPost } from "./http-post.js";
import { type Random, createRandom } from "./random.js";
import { webhookHeaders } from "./sign.js";
import { createSlots } from "./slots.js";

export interface PosterOptions {
  /** Address of the receiver, such as `http://127.0.0.1:3001`. */
  readonly receiverUrl: string;
  readonly source: string;
  readonly secret: string;
  readonly clock: { now(): Date };
  /** Ends all attempts; what was not answered by then is undelivered. */
  readonly signal: AbortSignal;
  /** Longest wait before each attempt, the first included. */
  readonly scheduleMs?: readonly number[];
  readonly connections?: number;
  readonly timeoutMs?: number;
  readonly random?: Random;
}

/** What became of a delivery after all its attempts. */
export type Outcome =
  /** Committed. `quarantined` counts wagers of a batch that were set aside. */
  | { readonly kind: "accepted"; readonly duplicate: boolean; readonly quarantined: number }
  /** Signed, but its content was not understood. */
  | { readonly kind: "quarantined" }
  /** An answer that no repetition will change. */
  | { readonly kind: "refused"; readonly status: number }
  /** No answer to rely on: it may or may not have been committed. */
  | { readonly kind: "undelivered" };

export interface Poster extends Disposable {
  /** Delivers one post under one `webhook-id`, however many attempts it takes. Never rejects. */
  deliver(id: string, post: Post): Promise<Outcome>;
  readonly attempts: number;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** The delays of Standard Webhooks: three days in ten attempts. */
const standardScheduleMs: readonly number[] = [
  0,
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

const answerSchema = z.object({ status: z.string(), quarantined: z.number().optional() });

/**
 * Posts signed webhooks over kept-alive connections. A delivery that is not answered for good is repeated with the same id, a
 * new timestamp and so a new signature. After 429 and 503 the whole sender is silent for the time asked for by `Retry-After`,
 * not only the delivery that was told so.
 */
export function createPoster(options: PosterOptions): Poster {
  const { signal, clock, secret, connections = 16, timeoutMs = 15 * second } = options;
  const { scheduleMs = standardScheduleMs, random = createRandom(0, "poster") } = options;
  const base = `${options.receiverUrl.replace(/\/$/, "")}/hooks/v1/${encodeURIComponent(options.source)}`;
  const agentOptions = { keepAlive: true, maxSockets: connections };
  const agent = base.startsWith("https:") ? new SecureAgent(agentOptions) : new Agent(agentOptions);
  const inSlot = createSlots(connections);
  // Every delivery under way listens to it, which is no leak.
  setMaxListeners(0, signal);
  let silentUntilMs = 0;
  let attempts = 0;

  const keepSilence = async (): Promise<void> => {
    // Checked again after waiting, because another delivery may have been sent away meanwhile.
    for (let left = silentUntilMs - performance.now(); left > 0; left = silentUntilMs - performance.now()) {
      await delay(left + random.next() * 50, undefined, { signal });
    }
  };

  const attempt = async (id: string, { path, body }: Post): Promise<Outcome | undefined> => {
    await keepSilence();
    signal.throwIfAborted();
    attempts += 1;
    const timestamp = Math.floor(clock.now().getTime() / 1_000);
    const headers = webhookHeaders(secret, { id, timestamp, body });
    const answer = await httpPost({ url: new URL(base + path), headers, body, agent, timeoutMs, signal });
    if (answer.retryAfterSeconds !== undefined && answer.status !== 200) {
      silentUntilMs = Math.max(silentUntilMs, performance.now() + answer.retryAfterSeconds * second);
    }
    return judge(answer);
  };

  return {
    get attempts() {
      return attempts;
    },
    async deliver(id, post) {
      for (const longestWait of scheduleMs) {
        try {
          // Full jitter: after an outage the deliveries come back one by one.
          if (longestWait > 0) await delay(random.next() * longestWait, undefined, { signal });
          const outcome = await inSlot(() => attempt(id, post));
          if (outcome) return outcome;
        } catch {
          // No answer, for whatever reason: that is what the next attempt is for.
          if (signal.aborted) break;
        }
      }
      return { kind: "undelivered" };
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}

/** Nothing for an answer that asks to come again. */
function judge({ status, text }: Answer): Outcome | undefined {
  if (status === 408 || status === 425 || status === 429 || status >= 500) return undefined;
  if (status !== 200 && status !== 202) return { kind: "refused", status };
  const parsed = answerSchema.safeParse(parseJson(text));
  if (!parsed.success) return { kind: "refused", status };
  if (parsed.data.status === "quarantined") return { kind: "quarantined" };
  return {
    kind: "accepted",
    duplicate: parsed.data.status === "duplicate",
    quarantined: parsed.data.quarantined ?? 0,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
