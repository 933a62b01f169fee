import { createServer } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { WebSocketServer, type WebSocket } from "ws";
import { answerUsage } from "./usage.js";

/**
 * The controls: ws and nothing else. Arguments: what it does with its sockets (`idle`, `deflate`, `broadcast` one Buffer
 * again and again, `stringify` the frame for each socket, push `each` event), and bytes of a frame or events a second.
 */
const [kind = "idle", amountText = "0"] = process.argv.slice(2);
const amount = Number(amountText);

const sockets = new Set<WebSocket>();
const server = createServer();
const feed = new WebSocketServer({ server, perMessageDeflate: kind === "deflate", clientTracking: false });
feed.on("connection", (socket) => {
  sockets.add(socket);
  socket.on("close", () => sockets.delete(socket));
  socket.on("error", () => undefined);
  socket.on("message", () => socket.send(JSON.stringify({ t: "snap", rows: filler(2_000) })));
});

function filler(bytes: number): object[] {
  const row = {
    rank: 1,
    player: { id: "abcdefgh", name: "a***e" },
    wagered: "1234.560000",
    prize: "100.00",
    gap: "0.01",
  };
  return Array.from({ length: Math.max(1, Math.round(bytes / JSON.stringify(row).length)) }, () => row);
}

/** As the product does, a reader with much unread is left out. */
const SKIP_ABOVE_BYTES = 64 * 1024;

async function sendForEver(send: (socket: WebSocket) => void): Promise<void> {
  for (;;) {
    for (const socket of sockets) if (socket.bufferedAmount <= SKIP_ABOVE_BYTES) send(socket);
    await nextTurn();
  }
}

process.on("message", (message) => {
  if (message !== "go") return;
  if (kind === "broadcast") {
    const bytes = Buffer.alloc(amount, "x");
    void sendForEver((socket) => socket.send(bytes, { binary: false }));
  } else if (kind === "stringify") {
    const frame = { t: "delta", ops: filler(amount) };
    void sendForEver((socket) => socket.send(JSON.stringify(frame)));
  } else if (kind === "each") {
    const event = { t: "delta", ops: filler(200) };
    let sent = 0;
    const started = performance.now();
    setInterval(() => {
      const due = Math.floor(((performance.now() - started) / 1_000) * amount);
      // Wagers arrive by commits, about 24 in one.
      for (const last = Math.min(due, sent + 24); sent < last; sent++)
        for (const socket of sockets) socket.send(JSON.stringify(event));
    }, 1);
  }
});

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
answerUsage(delay, () => 0);
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address !== "string") process.send?.({ port: address.port });
});
