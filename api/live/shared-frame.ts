import type { ServerFrame } from "../../wire/live.js";

/** One frame, serialised and framed once; every reader gets the same Buffer. */
export class SharedFrame {
  readonly json: Buffer;
  readonly #eventId: string | undefined;
  #message: Buffer | undefined;
  #event: Buffer | undefined;

  constructor(frame: ServerFrame) {
    this.json = Buffer.from(JSON.stringify(frame));
    this.#eventId = "epoch" in frame ? `${frame.epoch}-${frame.ver}` : undefined;
  }

  /** A whole WebSocket text message, ready for the connection: RFC 6455 5.2, not masked, since servers do not. */
  get message(): Buffer {
    return (this.#message ??= Buffer.concat([textHeader(this.json.length), this.json]));
  }

  /** The same as a server-sent event; `id` is what a reader resumes from. */
  get event(): Buffer {
    if (this.#event === undefined) {
      const id = this.#eventId === undefined ? "" : `id: ${this.#eventId}\n`;
      this.#event = Buffer.concat([Buffer.from(`${id}data: `), this.json, Buffer.from("\n\n")]);
    }
    return this.#event;
  }
}

const FINAL_TEXT = 0x81;

function textHeader(length: number): Buffer {
  if (length < 126) return Buffer.from([FINAL_TEXT, length]);
  const header = Buffer.alloc(length < 65_536 ? 4 : 10);
  header.writeUInt8(FINAL_TEXT, 0);
  header.writeUInt8(length < 65_536 ? 126 : 127, 1);
  if (length < 65_536) header.writeUInt16BE(length, 2);
  else header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}
