import { randomUUID } from "node:crypto";
import { createServer, type Server, type ServerResponse, type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { problemBody } from "./answer.js";

/** A whole request must be in within 5 s: the limit plus one round of the check that enforces it. */
const REQUEST_TIMEOUT_MS = 4_700;
const CHECK_TIMEOUTS_MS = 250;
/** Longer than the usual 60 s of a load balancer, so that it is never we who close under a request. */
const KEEP_ALIVE_MS = 65_000;

const STATUS_OF: Record<string, number> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
};

/** The receiver's server: Node's own, because a framework in front costs four times the work of the checks. */
export function createHookServer(
  onRequest: (req: IncomingMessage, res: ServerResponse) => void,
  onBroken: (status: number) => void,
): Server {
  const server = createServer(
    {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_TIMEOUTS_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      noDelay: true,
    },
    onRequest,
  );
  server.on("clientError", (error: Error & { code?: string }, socket: Duplex) => {
    const status = STATUS_OF[error.code ?? ""] ?? 400;
    onBroken(status);
    answerRaw(socket, status);
  });
  return server;
}

/** For requests that never became one, the answer is written by hand. */
function answerRaw(socket: Duplex, status: number): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const detail = status === 408 ? "The request took longer than 5 seconds." : "The request is not HTTP as we read it.";
  const body = problemBody(status, detail, randomUUID());
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Error"}`,
    "content-type: application/problem+json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}
