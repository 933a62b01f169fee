import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setInterval as ticks } from "node:timers/promises";

export interface Upstream {
  port: number;
  /** Where it says whether it wants requests. */
  readyUrl: string;
}

export interface Proxy extends AsyncDisposable {
  readonly url: string;
}

const LOOK_EVERY_MS = 200;

/**
 * Passes requests on to whoever is ready, in turn, as nginx or a platform's balancer does: it looks at readiness now and
 * then, asks the next one when a connection is refused, and repeats nothing that it has begun to send.
 */
export async function startProxy(upstreams: readonly Upstream[]): Promise<Proxy> {
  const ready = new Set(upstreams);
  const stop = new AbortController();
  const looking = look(upstreams, ready, stop.signal);
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    turn += 1;
    const inTurn = upstreams.map((_, at) => upstreams[(turn + at) % upstreams.length]!);
    const body: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => body.push(chunk));
    incoming.on("end", () =>
      pass(
        incoming,
        Buffer.concat(body),
        outgoing,
        inTurn.filter((one) => ready.has(one)),
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await looking;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function look(upstreams: readonly Upstream[], ready: Set<Upstream>, signal: AbortSignal): Promise<void> {
  try {
    for await (const _ of ticks(LOOK_EVERY_MS, undefined, { signal })) {
      for (const one of upstreams) {
        const answer = await fetch(one.readyUrl, { signal }).catch(() => undefined);
        await answer?.body?.cancel();
        if (answer?.ok === true) ready.add(one);
        else ready.delete(one);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function pass(incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse, candidates: Upstream[]): void {
  const [first, ...others] = candidates;
  if (first === undefined) {
    outgoing.writeHead(502).end("nobody is ready");
    return;
  }
  const { method, url, headers } = incoming;
  const onward = request({ host: "127.0.0.1", port: first.port, method, path: url, headers, agent: false });
  onward.on("response", (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on("error", (error) => {
    if ("code" in error && error.code === "ECONNREFUSED") return pass(incoming, body, outgoing, others);
    outgoing.writeHead(502).end(String(error));
  });
  onward.end(body);
}
