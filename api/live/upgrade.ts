import { STATUS_CODES, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { LIVE_PATH, LIVE_PROTOCOL } from "../../wire/live.js";
import { clientAddress } from "../../wire/client-address.js";
import { isTelegramOrigin } from "../http/origins.js";
import type { Admission } from "./admission.js";

export interface UpgradeRules {
  admission: Admission;
  /** Exact origins that may connect, besides Telegram's. */
  origins: ReadonlySet<string>;
  trustProxy: number;
  isDraining(): boolean;
}

export interface Admitted {
  address: string;
  /** Gives the place back. */
  release: () => void;
}

const RETRY_AFTER = { "Retry-After": "5" };

/**
 * Decides about a WebSocket before the handshake: path, origin, sub-protocol, room. Refused connections get a plain
 * HTTP answer.
 * @returns `undefined` when it was refused
 */
export function admitUpgrade(rules: UpgradeRules, request: IncomingMessage, socket: Duplex): Admitted | undefined {
  const { origin } = request.headers;
  // Only the path counts: a query string neither hides nor opens anything, and a token in it is not read.
  if ((request.url ?? "").split("?")[0] !== LIVE_PATH) return refuse(socket, 404);
  if (origin !== undefined && !rules.origins.has(origin) && !isTelegramOrigin(origin)) return refuse(socket, 403);
  if (rules.isDraining()) return refuse(socket, 503, RETRY_AFTER);
  if (!speaksOurProtocol(request.headers["sec-websocket-protocol"])) return refuse(socket, 400);
  const address = clientAddress(
    request.socket.remoteAddress,
    request.headersDistinct["x-forwarded-for"]?.join(","),
    rules.trustProxy,
  );
  const place = rules.admission.admit(address);
  if (place === "full") return refuse(socket, 503, RETRY_AFTER);
  if (place === "address") return refuse(socket, 429, RETRY_AFTER);
  return { address, release: place };
}

/** Clients without a sub-protocol are scripts; one that names others means another server. */
function speaksOurProtocol(header: string | undefined): boolean {
  return header === undefined || header.split(",").some((name) => name.trim() === LIVE_PROTOCOL);
}

function refuse(socket: Duplex, status: number, headers: Record<string, string> = {}): undefined {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, "Connection: close", "Content-Length: 0"];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  // The other side may never close its half; a refused connection is not kept for it.
  socket.once("finish", () => socket.destroy());
  socket.end(`${lines.join("\r\n")}\r\n\r\n`);
  return undefined;
}
