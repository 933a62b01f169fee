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

class Load {
  readonly #order: LoadOrder;
  readonly #requests: Buffer[];
  readonly #latencies: number[] = [];
  readonly #statuses = new Map<string, number>();
  readonly #free: Socket[] = [];
  readonly #sentAt = new Map<Socket, number>();
  #next = 0;
  #isOver = false;

  constructor(order: LoadOrder) {
    this.#order = order;
    this.#requests = buildRequests(order.plan, createSecretKey(Buffer.from(order.key, "base64")), order.maxPosts);
  }

  async run(): Promise<LoadReport> {
    const sockets = await Promise.all(Array.from({ length: this.#order.connections }, () => this.#open()));
    const cpu = process.cpuUsage();
    const started = performance.now();
    const ends = started + this.#order.seconds * 1_000;
    await (this.#order.rate === undefined
      ? this.#runFull(sockets, ends)
      : this.#runPaced(sockets, ends, this.#order.rate));
    const seconds = (performance.now() - started) / 1_000;
    const used = process.cpuUsage(cpu);
    this.#isOver = true;
    for (const socket of sockets) socket.destroy();
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

  #open(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port: this.#order.port, host: "127.0.0.1", noDelay: true }, () => resolve(socket));
      socket.on("error", (error) => (this.#isOver ? undefined : reject(error)));
      socket.on("data", (data) => this.#onAnswer(socket, data));
    });
  }

  #onAnswer: (socket: Socket, data: Buffer) => void = () => undefined;

  /** Answers are a few hundred bytes and come in one piece. */
  #note(socket: Socket, data: Buffer): void {
    const status = data.toString("latin1", 9, 12);
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    this.#latencies.push(performance.now() - (this.#sentAt.get(socket) ?? 0));
  }

  #take(): Buffer | undefined {
    const request = this.#requests[this.#next];
    this.#next += 1;
    if (this.#next === this.#requests.length && this.#order.mayRepeat) this.#next = 0;
    return request;
  }

  #runFull(sockets: readonly Socket[], ends: number): Promise<void> {
    return new Promise((resolve) => {
      let open = sockets.length;
      const sendOn = (socket: Socket): void => {
        const now = performance.now();
        const request = now < ends ? this.#take() : undefined;
        if (request === undefined) {
          if (--open === 0) resolve();
          return;
        }
        this.#sentAt.set(socket, now);
        socket.write(request);
      };
      this.#onAnswer = (socket, data) => {
        this.#note(socket, data);
        sendOn(socket);
      };
      sockets.forEach(sendOn);
    });
  }

  /** Sends on time whether or not answers come, and counts a late start as waiting: a slow server must not slow its own clock. */
  async #runPaced(sockets: readonly Socket[], ends: number, rate: number): Promise<void> {
    this.#free.push(...sockets);
    const due: number[] = [];
    const sendOn = (socket: Socket, at: number): void => {
      const request = this.#take();
      if (request === undefined) return;
      this.#sentAt.set(socket, at);
      socket.write(request);
    };
    this.#onAnswer = (socket, data) => {
      this.#note(socket, data);
      const at = due.shift();
      if (at === undefined) this.#free.push(socket);
      else sendOn(socket, at);
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
        const socket = this.#free.pop();
        if (socket === undefined) due.push(at);
        else sendOn(socket, at);
      }
      // Asleep in between: looking without a pause would take one of the two cores from what is measured.
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const patience = performance.now() + 5_000;
    while (this.#free.length < sockets.length && performance.now() < patience)
      await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

process.on("message", (order: LoadOrder) => {
  void new Load(order).run().then((report) => process.send?.(report));
});
process.on("disconnect", () => process.exit(0));
