import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { isPolledFault, POLLED_FAULTS } from "./faults.js";
import type { CasinoAnswer, PolledCasino } from "./polled-casino.js";

const order = z.discriminatedUnion("do", [
  z.object({ do: z.literal("switch"), fault: z.string().refine(isPolledFault, "is not a fault"), on: z.boolean() }),
  z.object({ do: z.literal("clear") }),
  z.object({ do: z.literal("join"), usd: z.number().int().min(0).max(10_000_000) }),
  z.object({ do: z.literal("swap-names") }),
  z.object({ do: z.literal("rename") }),
]);
const MAX_ORDER_BYTES = 4_096;

/**
 * Serves a polled casino: its answers below any path, `GET .../control` with the faults that are on, and
 * `POST .../control` to switch them while it runs.
 */
export async function servePolledCasino(
  casino: PolledCasino,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  if (!url.pathname.endsWith("/control")) {
    request.resume();
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]),
    );
    return send(response, casino.answer(url, headers));
  }
  if (request.method === "POST") {
    const parsed = order.safeParse(JSON.parse(await readText(request)));
    if (!parsed.success) return json(response, 400, { error: z.prettifyError(parsed.error), faults: POLLED_FAULTS });
    obey(casino, parsed.data);
  } else request.resume();
  json(response, 200, { on: casino.faults.all, faults: POLLED_FAULTS, asked: casino.asked });
}

async function send(response: ServerResponse, answer: CasinoAnswer): Promise<void> {
  if (answer.delayMs > 0) await delay(answer.delayMs);
  if (response.destroyed) return;
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, "content-length": answer.status === 304 ? 0 : body.length });
  if (!answer.breaksOff) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, body.length >> 1), () => response.destroy());
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > MAX_ORDER_BYTES) throw new RangeError("an order is shorter than that");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function obey(casino: PolledCasino, given: z.output<typeof order>): void {
  const [first, second] = [...casino.house.accounts].sort((a, b) => (b.allTime > a.allTime ? 1 : -1));
  switch (given.do) {
    case "switch":
      casino.faults.switch(given.fault, given.on);
      return;
    case "clear":
      casino.faults.clear();
      return;
    case "join":
      casino.house.join(given.usd);
      return;
    case "rename":
      if (first !== undefined) casino.house.rename(first);
      return;
    case "swap-names":
      if (first !== undefined && second !== undefined) [first.name, second.name] = [second.name, first.name];
  }
}
