import { connect, type Socket } from "node:net";

/** What the parent asks for; one message, one answer. */
export interface ReadOrder {
  readonly port: number;
  /** Asked for in turns. */
  readonly paths: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /** Pages a second, of all connections; without it as many as are answered. */
  readonly rate?: number;
}

export interface ReadReport {
  readonly answered: number;
  readonly seconds: number;
  readonly statuses: Record<string, number>;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const HEAD_END = Buffer.from("\r\n\r\n");

/** One keep-alive connection that asks again as soon as it has the whole answer, or when the next page is due. */
class Reader {
  readonly #socket: Socket;
  readonly #next: () => Buffer | undefined;
  readonly #onAnswer: (status: string, ms: number) => void;
  readonly #everyMs: number | undefined;
  #sentAt = 0;
  #missing = 0;
  #status = "";

  constructor(
    socket: Socket,
    next: () => Buffer | undefined,
    onAnswer: (status: string, ms: number) => void,
    everyMs?: number,
  ) {
    this.#everyMs = everyMs;
    this.#socket = socket;
    this.#next = next;
    this.#onAnswer = onAnswer;
  }

  run(): Promise<void> {
    const everyMs = this.#everyMs;
    let dueAt = performance.now() + Math.random() * (everyMs ?? 0);
    return new Promise((resolve) => {
      const send = (request: Buffer, at: number): void => {
        // From when it was due: a server that is behind must not hide it by being asked later.
        this.#sentAt = at;
        this.#socket.write(request);
      };
      const ask = (): void => {
        const request = this.#next();
        if (request === undefined) return resolve();
        if (everyMs === undefined) return send(request, performance.now());
        const at = dueAt;
        dueAt += everyMs;
        setTimeout(() => send(request, at), Math.max(0, at - performance.now()));
      };
      this.#socket.on("data", (data) => {
        if (!this.#isWhole(data)) return;
        this.#onAnswer(this.#status, performance.now() - this.#sentAt);
        ask();
      });
      ask();
    });
  }

  /** Heads come in one piece, bodies may not. */
  #isWhole(data: Buffer): boolean {
    if (this.#missing > 0) this.#missing -= data.length;
    else {
      const end = data.indexOf(HEAD_END);
      const head = data.toString("latin1", 0, end);
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
      if (Number.isNaN(length)) throw new Error(`an answer without a length: ${head}`);
      this.#status = head.slice(9, 12);
      this.#missing = end + HEAD_END.length + length - data.length;
    }
    return this.#missing === 0;
  }
}

async function read(order: ReadOrder): Promise<ReadReport> {
  const requests = order.paths.map((path) => Buffer.from(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`));
  const sockets = await Promise.all(Array.from({ length: order.connections }, () => open(order.port)));
  const latencies: number[] = [];
  const statuses = new Map<string, number>();
  const started = performance.now();
  const ends = started + order.seconds * 1_000;
  let asked = 0;
  const next = () => (performance.now() < ends ? requests[asked++ % requests.length] : undefined);
  const onAnswer = (status: string, ms: number): void => {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    latencies.push(ms);
  };
  const everyMs = order.rate === undefined ? undefined : (order.connections / order.rate) * 1_000;
  await Promise.all(sockets.map((socket) => new Reader(socket, next, onAnswer, everyMs).run()));
  const seconds = (performance.now() - started) / 1_000;
  for (const socket of sockets) socket.destroy();
  const sorted = Float64Array.from(latencies).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { answered: sorted.length, seconds, statuses: Object.fromEntries(statuses), p50Ms: at(0.5), p99Ms: at(0.99) };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true }, () => resolve(socket));
    socket.once("error", reject);
  });
}

process.on("message", (order: ReadOrder) => {
  void read(order).then((report) => process.send?.(report));
});
process.on("disconnect", () => process.exit(0));
