import { createSecretKey } from "node:crypto";
import { connect, type Socket } from "node:net";
import { buildRequests, type RequestPlan } from "./requests.js";

/** What the parent asks for; one message, one answer. */
export interface LoadOrder {
  readonly port: number;
  readonly key: string;
  readonly plan: RequestPlan;
  readonly connections: number;
  readonly seconds: number;
  /** Most posts that are sent; the run ends when they are used up. */
  readonly maxPosts: number;
  /** Whether the requests may be sent again from the start: for servers that remember nothing. */
  readonly mayRepeat: boolean;
  /** Posts a second; without it as many as are answered. */
  readonly rate?: number;
}

export interface LoadReport {
  readonly answered: number;
  readonly seconds: number;
  /** Answers by status. */
  readonly statuses: Record<string, number>;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time of this process for one post. */
  readonly cpuUs: number;
}

/** A socket and when its request was sent, or should have been. */
interface Line {
  readonly socket: Socket;
  sentAt: number;
}

/** Where the three digits of the status stand in an answer. */
const STATUS_AT = "HTTP/1.1 ".length;
const ZERO = 0x30;

function statusOf(answer: Buffer): number {
  const digit = (place: number): number => (answer[STATUS_AT + place] ?? ZERO) - ZERO;
  return digit(0) * 100 + digit(1) * 10 + digit(2);
}

class Load {
  readonly #order: LoadOrder;
  readonly #requests: Buffer[];
  readonly #latencies: number[] = [];
  readonly #statuses = new Map<number, number>();
  readonly #free: Line[] = [];
  #next = 0;
  #isOver = false;

  constructor(order: LoadOrder) {
    this.#order = order;
    this.#requests = buildRequests(order.plan, createSecretKey(Buffer.from(order.key, "base64")), order.maxPosts);
  }

  async run(): Promise<LoadReport> {
    const lines = await Promise.all(Array.from({ length: this.#order.connections }, () => this.#open()));
    const cpu = process.cpuUsage();
    const started = performance.now();
    const ends = started + this.#order.seconds * 1_000;
    await (this.#order.rate === undefined ? this.#runFull(lines, ends) : this.#runPaced(lines, ends, this.#order.rate));
    const seconds = (performance.now() - started) / 1_000;
    const used = process.cpuUsage(cpu);
    this.#isOver = true;
    for (const { socket } of lines) socket.destroy();
    const sorted = Float64Array.from(this.#latencies).sort();
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return {
      answered: sorted.length,
      seconds,
      statuses: Object.fromEntries(this.#statuses),
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      cpuUs: (used.user + used.system) / Math.max(1, sorted.length),
    };
  }

  #open(): Promise<Line> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port: this.#order.port, host: "127.0.0.1", noDelay: true }, () => resolve(line));
      const line = { socket, sentAt: 0 };
      socket.on("error", (error) => (this.#isOver ? undefined : reject(error)));
      socket.on("data", (data) => this.#onAnswer(line, data));
    });
  }

  #onAnswer: (line: Line, data: Buffer) => void = () => undefined;

  /** Answers are a few hundred bytes and come in one piece. */
  #note(line: Line, data: Buffer, now: number): void {
    const status = statusOf(data);
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    this.#latencies.push(now - line.sentAt);
  }

  #take(): Buffer | undefined {
    const request = this.#requests[this.#next];
    this.#next += 1;
    if (this.#next === this.#requests.length && this.#order.mayRepeat) this.#next = 0;
    return request;
  }

  #runFull(lines: readonly Line[], ends: number): Promise<void> {
    return new Promise((resolve) => {
      let open = lines.length;
      const sendOn = (line: Line, now: number): void => {
        const request = now < ends ? this.#take() : undefined;
        if (request === undefined) {
          if (--open === 0) resolve();
          return;
        }
        line.sentAt = now;
        line.socket.write(request);
      };
      this.#onAnswer = (line, data) => {
        const now = performance.now();
        this.#note(line, data, now);
        sendOn(line, now);
      };
      for (const line of lines) sendOn(line, performance.now());
    });
  }

  /** Sends on time whether or not answers come, and counts a late start as waiting: a slow server must not slow its own clock. */
  async #runPaced(lines: readonly Line[], ends: number, rate: number): Promise<void> {
    this.#free.push(...lines);
    const due: number[] = [];
    const sendOn = (line: Line, at: number): void => {
      const request = this.#take();
      if (request === undefined) return;
      line.sentAt = at;
      line.socket.write(request);
    };
    this.#onAnswer = (line, data) => {
      this.#note(line, data, performance.now());
      const at = due.shift();
      if (at === undefined) this.#free.push(line);
      else sendOn(line, at);
    };
    const started = performance.now();
    let planned = 0;
    while (performance.now() < ends && this.#next < this.#requests.length) {
      for (
        let at = started + (planned * 1_000) / rate;
        at <= performance.now();
        at = started + (planned * 1_000) / rate
      ) {
        planned += 1;
        const line = this.#free.pop();
        if (line === undefined) due.push(at);
        else sendOn(line, at);
      }
      // Asleep in between: looking without a pause would take one of the two cores from what is measured.
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const patience = performance.now() + 5_000;
    while (this.#free.length < lines.length && performance.now() < patience)
      await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

process.on("message", (order: LoadOrder) => {
  void new Load(order).run().then((report) => process.send?.(report));
});
process.on("disconnect", () => process.exit(0));
