import type { Response } from "express";
import type { PlayerId } from "../../wire/ids.js";
import type { Reader } from "./reader.js";
import type { SharedFrame } from "./shared-frame.js";

/** A reader over server-sent events: the same frames, rows and versions as over WebSocket. */
export class StreamReader implements Reader {
  readonly players: readonly PlayerId[] = [];
  readonly #response: Response;

  constructor(response: Response) {
    this.#response = response;
  }

  get bufferedBytes(): number {
    return this.#response.writableLength;
  }

  get isClosed(): boolean {
    return this.#response.writableEnded || this.#response.destroyed;
  }

  send(frame: SharedFrame): void {
    if (!this.isClosed) this.#response.write(frame.event);
  }

  comment(): void {
    if (!this.isClosed) this.#response.write(":\n\n");
  }

  /** Ends a reader that does not keep up. */
  dropSlow(): void {
    this.#response.destroy();
  }

  close(): void {
    this.#response.end();
  }
}
