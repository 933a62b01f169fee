import type { PlayerId } from "../../wire/ids.js";
import type { SharedFrame } from "./shared-frame.js";

/** One end of the feed: a WebSocket or an SSE response. */
export interface Reader {
  /** Linked players of the signed-in person; empty for anonymous readers. */
  readonly players: readonly PlayerId[];
  /** Bytes accepted but not yet taken by the kernel. */
  readonly bufferedBytes: number;
  readonly isClosed: boolean;
  send(frame: SharedFrame): void;
}
