import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { SandboxClock } from "../clock.js";
import { scheduleAt, unixSeconds } from "../clock.js";
import { toLocalUrl } from "../links.js";
import type { UrlMapping } from "../links.js";
import type { Bus } from "../state/bus.js";
import type { QueuedUpdate, UpdateQueue } from "./queue.js";

const REQUEST_TIMEOUT_MS = 60_000;
const LONGEST_PAUSE_S = 64;
const LONGEST_RETRY_AFTER_S = 3_600;
const GIVE_UP_AFTER_410_MS = 23 * 3_600_000;

export type WebhookSettings = {
  url: string;
  secretToken: string | undefined;
  maxConnections: number;
  ipAddress: string | undefined;
  hasCertificate: boolean;
};

export type WebhookAnswer = { status: number; statusText: string; retryAfterS: number | undefined; body: string };

type Lane = { attempts: number; isBusy: boolean; cancelPause?: () => void };

type WebhookParts = {
  clock: SandboxClock;
  queue: UpdateQueue;
  bus: Bus;
  urlMap: readonly UrlMapping[];
  /** Executes a method that came in the body of a 2xx answer. */
  execute: (body: string) => Promise<void>;
};

/** Pushes updates to the bot: parallel lanes, one request in flight per lane, patient repetition. */
export class Webhook {
  settings: WebhookSettings | undefined;
  lastError: { date: number; message: string } | undefined;
  private readonly lanes = new Map<string, Lane>();
  private readonly held = new Set<string>();
  private readonly parts: WebhookParts;
  private readonly stopping = new AbortController();
  private goneSinceMs: number | undefined;

  constructor(parts: WebhookParts) {
    this.parts = parts;
    parts.queue.onPush(() => this.pump());
  }

  get inFlight(): number {
    return [...this.lanes.values()].filter((lane) => lane.isBusy).length;
  }

  set(settings: WebhookSettings | undefined): void {
    this.settings = settings;
    this.lastError = undefined;
    this.goneSinceMs = undefined;
    for (const lane of this.lanes.values()) lane.cancelPause?.();
    this.lanes.clear();
    this.pump();
  }

  /** Lanes that begin with `prefix` wait until released: that is how updates overtake each other in tests. */
  hold(prefix: string): void {
    this.held.add(prefix);
  }

  release(prefix: string): void {
    this.held.delete(prefix);
    this.pump();
  }

  stop(): void {
    this.stopping.abort();
    this.set(undefined);
  }

  private pump(): void {
    const { settings } = this;
    if (!settings || this.stopping.signal.aborted) return;
    for (const queued of this.parts.queue.pending()) {
      if (this.inFlight >= settings.maxConnections) return;
      const lane = this.lane(queued.lane);
      const isHeld = [...this.held].some((prefix) => queued.lane.startsWith(prefix));
      if (!isHeld && !lane.isBusy && !lane.cancelPause) void this.deliver(settings, queued, lane);
    }
  }

  private lane(name: string): Lane {
    const lane = this.lanes.get(name) ?? { attempts: 0, isBusy: false };
    this.lanes.set(name, lane);
    return lane;
  }

  private async deliver(settings: WebhookSettings, queued: QueuedUpdate, lane: Lane): Promise<void> {
    lane.isBusy = true;
    const answer = await this.post(settings, queued);
    if (this.settings !== settings) return;
    if (answer.status >= 200 && answer.status < 300) {
      lane.attempts = 0;
      this.goneSinceMs = undefined;
      this.parts.queue.confirm(queued.update.update_id);
      if (answer.body !== "") await this.parts.execute(answer.body);
    } else this.noteFailure(answer, lane);
    lane.isBusy = false;
    this.parts.bus.stir();
    this.pump();
  }

  private noteFailure(answer: WebhookAnswer, lane: Lane): void {
    const { clock } = this.parts;
    const nowMs = clock.now().getTime();
    const message =
      answer.status === 0
        ? answer.statusText
        : `Wrong response from the webhook: ${answer.status} ${answer.statusText}`.trimEnd();
    this.lastError = { date: unixSeconds(clock), message };
    if (answer.status === 410) {
      this.goneSinceMs ??= nowMs;
      if (nowMs - this.goneSinceMs >= GIVE_UP_AFTER_410_MS) {
        this.set(undefined);
        return;
      }
    } else this.goneSinceMs = undefined;
    lane.attempts += 1;
    const pauseS = answer.retryAfterS ?? repeatPauseS(lane.attempts);
    if (pauseS === 0) return;
    lane.cancelPause = scheduleAt(clock, nowMs + pauseS * 1000, () => {
      delete lane.cancelPause;
      this.pump();
    });
  }

  private post(settings: WebhookSettings, queued: QueuedUpdate): Promise<WebhookAnswer> {
    const url = new URL(toLocalUrl(settings.url, this.parts.urlMap));
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const body = JSON.stringify(queued.update);
    const headers = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      ...(settings.secretToken === undefined ? {} : { "x-telegram-bot-api-secret-token": settings.secretToken }),
    };
    return new Promise((resolve) => {
      const fail = (error: Error) => resolve(unreachable(error));
      const options = { method: "POST", headers, timeout: REQUEST_TIMEOUT_MS, signal: this.stopping.signal };
      const request = send(url, options, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.on("error", fail);
        response.on("end", () => {
          const retryAfter = Number(response.headers["retry-after"]);
          resolve({
            status: response.statusCode ?? 0,
            statusText: response.statusMessage ?? "",
            retryAfterS: retryAfter > 0 ? Math.min(LONGEST_RETRY_AFTER_S, Math.ceil(retryAfter)) : undefined,
            body: text,
          });
        });
      });
      request.on("timeout", () => request.destroy(new Error("Read timeout expired")));
      request.on("error", fail);
      request.end(body);
    });
  }
}

function unreachable(error: Error): WebhookAnswer {
  const isRefused = "code" in error && error.code === "ECONNREFUSED";
  return { status: 0, statusText: isRefused ? "Connection refused" : error.message, retryAfterS: undefined, body: "" };
}

/** At once, then after 2, 4, 8, 16, 32 and from then on 64 seconds. */
export function repeatPauseS(attempts: number): number {
  return attempts <= 1 ? 0 : Math.min(LONGEST_PAUSE_S, 2 ** (attempts - 1));
}
