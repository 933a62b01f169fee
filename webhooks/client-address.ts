import type { IncomingMessage } from "node:http";

/**
 * The sender's address as the outermost trusted proxy saw it. Entries further left are whatever the sender wrote.
 * @param trustProxy number of proxies in front
 */
export function clientAddress(req: IncomingMessage, trustProxy: number): string {
  const direct = req.socket.remoteAddress ?? "unknown";
  if (trustProxy === 0) return direct;
  const forwarded = req.headers["x-forwarded-for"];
  const hops = (Array.isArray(forwarded) ? forwarded.join(",") : (forwarded ?? "")).split(",").map((hop) => hop.trim());
  return hops.at(-trustProxy) || direct;
}
