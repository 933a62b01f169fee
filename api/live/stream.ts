import type { Response } from "express";
import type { BoardKey } from "../../core/boards/live-boards.js";
import { NotFoundError, RateLimitedError, UnavailableError } from "../../core/errors.js";
import type { Position } from "./channel.js";
import type { LiveFeed } from "./live-feed.js";
import { StreamReader } from "./stream-reader.js";

const LAST_EVENT_ID = /^(.{1,64})-(\d{1,16})$/;
const RETRY_MS = 3_000;

/**
 * Serves one race's channel until the reader leaves.
 * @throws NotFoundError, RateLimitedError, UnavailableError before anything is sent
 */
export async function serveStream(
  feed: LiveFeed,
  key: BoardKey,
  caller: { address: string; header(name: string): string | undefined },
  response: Response,
): Promise<void> {
  if (feed.isDraining) throw new UnavailableError("This server is restarting.");
  if (!(await feed.channels.isOpen(key))) throw new NotFoundError("There is no live board for this race.");
  const place = feed.admission.admit(caller.address);
  if (place === "full") throw new UnavailableError("This server has no room for more readers.");
  if (place === "address") throw new RateLimitedError("Too many open streams from your address.", 5);
  // Listened to before anything is awaited: a reader that leaves at once must give its place back as well.
  const left = new Promise<void>((resolve) => response.once("close", resolve));
  const reader = new StreamReader(response);
  try {
    openStream(response);
    feed.streams.add(reader);
    const subscription = await feed.channels.join(key, reader, readPosition(caller.header("last-event-id")));
    if (subscription === undefined) reader.close();
    await left;
    if (subscription !== undefined) feed.channels.leave(key, subscription);
  } finally {
    feed.streams.delete(reader);
    place();
  }
}

function openStream(response: Response): void {
  response.status(200).set({
    "Content-Type": "text/event-stream; charset=utf-8",
    // Also tells the compression middleware to leave it alone.
    "Cache-Control": "no-store, no-transform",
    "X-Accel-Buffering": "no",
  });
  response.write(`retry: ${RETRY_MS}\n\n`);
}

function readPosition(lastEventId: string | undefined): Position | undefined {
  const [, epoch, ver] = LAST_EVENT_ID.exec(lastEventId ?? "") ?? [];
  return epoch === undefined || ver === undefined ? undefined : { epoch, ver: Number(ver) };
}
