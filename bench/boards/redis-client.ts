import { connect, type Socket } from "node:net";

export type RedisReply = string | number | null | RedisReply[];

/**
 * Speaks just enough RESP2 for the control: commands written together travel together, answers come back in order.
 * Written by hand so that the control is not slowed by a client library with features that it does not use.
 */
export class RedisClient implements AsyncDisposable {
  readonly #socket: Socket;
  readonly #waiting: { resolve: (reply: RedisReply) => void; reject: (error: Error) => void }[] = [];
  #buffer: Buffer = Buffer.alloc(0);
  #pending: string[] = [];

  static async connect(path: string): Promise<RedisClient> {
    const socket = connect({ path });
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", () => resolve());
      socket.once("error", reject);
    });
    return new RedisClient(socket);
  }

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (data) => this.#take(data));
    socket.on("error", (error) => this.#waiting.splice(0).forEach(({ reject }) => reject(error)));
  }

  /** Commands of one turn of the event loop leave in one write. */
  send(...words: string[]): Promise<RedisReply> {
    if (this.#pending.length === 0) setImmediate(() => this.#flush());
    this.#pending.push(
      `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`,
    );
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.end(resolve));
  }

  #flush(): void {
    this.#socket.write(this.#pending.join(""));
    this.#pending = [];
  }

  #take(data: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? data : Buffer.concat([this.#buffer, data]);
    let at = 0;
    for (;;) {
      const read = readReply(this.#buffer, at);
      if (read === undefined) break;
      at = read.end;
      const waiter = this.#waiting.shift();
      if (read.reply instanceof Error) waiter?.reject(read.reply);
      else waiter?.resolve(read.reply);
    }
    this.#buffer = this.#buffer.subarray(at);
  }
}

/** @returns `undefined` while the reply is not whole */
function readReply(buffer: Buffer, at: number): { reply: RedisReply | Error; end: number } | undefined {
  const lineEnd = buffer.indexOf("\r\n", at);
  if (lineEnd === -1) return undefined;
  const line = buffer.toString("latin1", at + 1, lineEnd);
  const next = lineEnd + 2;
  switch (String.fromCharCode(buffer[at] ?? 0)) {
    case "+":
      return { reply: line, end: next };
    case ":":
      return { reply: Number(line), end: next };
    case "-":
      return { reply: new Error(line), end: next };
    case "$":
      return readText(buffer, Number(line), next);
    default:
      return readList(buffer, Number(line), next);
  }
}

function readText(buffer: Buffer, length: number, at: number) {
  if (length === -1) return { reply: null, end: at };
  const end = at + length + 2;
  return buffer.length < end ? undefined : { reply: buffer.toString("latin1", at, at + length), end };
}

function readList(buffer: Buffer, length: number, at: number) {
  const reply: RedisReply[] = [];
  let end = at;
  for (let index = 0; index < length; index++) {
    const item = readReply(buffer, end);
    if (item === undefined) return undefined;
    if (item.reply instanceof Error) return { reply: item.reply, end: item.end };
    reply.push(item.reply);
    end = item.end;
  }
  return { reply, end };
}
