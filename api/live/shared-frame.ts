import type { ServerFrame } from "../../wire/live.js";

/** One frame, serialised once; every reader gets the same Buffer. */
export class SharedFrame {
  readonly json: Buffer;
  readonly #eventId: string | undefined;
  #event: Buffer | undefined;

  constructor(frame: ServerFrame) {
    this.json = Buffer.from(JSON.stringify(frame));
    this.#eventId = "epoch" in frame ? `${frame.epoch}-${frame.ver}` : undefined;
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
