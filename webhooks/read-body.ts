import type { IncomingMessage } from "node:http";

/** How long the rest of a body that is too large is read and thrown away, so that its sender gets to see the answer. */
const DISCARD_MS = 250;

/**
 * Collects a body of at most `limit` bytes. Exactly one of the callbacks is called, or none when the sender goes away.
 * @param onTooLarge the body is past the limit; the connection ends shortly after
 */
export function readBody(
  req: IncomingMessage,
  limit: number,
  onBody: (body: Buffer) => void,
  onTooLarge: () => void,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const onData = (chunk: Buffer): void => {
    length += chunk.length;
    if (length > limit) {
      req.off("data", onData).off("end", onEnd);
      onTooLarge();
      discardRest(req);
      return;
    }
    chunks.push(chunk);
  };
  const onEnd = (): void => {
    const [only] = chunks;
    onBody(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, length));
  };
  req.on("data", onData).on("end", onEnd);
}

/** An immediate reset would destroy the answer on its way, so the sender gets a moment to read it. */
export function discardRest(req: IncomingMessage): void {
  req.resume();
  setTimeout(() => req.socket.destroy(), DISCARD_MS).unref();
}
