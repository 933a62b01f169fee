import { createServer, request as forward } from "node:http";
import { connect, type Socket } from "node:net";

export interface RoundRobin extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
}

/** A balancer: requests and WebSockets go to the servers in turn, and each hop is written into `X-Forwarded-For`. */
export async function startRoundRobin(ports: readonly number[]): Promise<RoundRobin> {
  let turn = 0;
  const next = () => ports[turn++ % ports.length]!;
  const seen = new Set<Socket>();
  const forwarded = (given: string | string[] | undefined, peer: string | undefined) =>
    [...[given ?? []].flat(), peer ?? ""].join(", ");
  const server = createServer((incoming, response) => {
    const headers = {
      ...incoming.headers,
      "x-forwarded-for": forwarded(incoming.headers["x-forwarded-for"], incoming.socket.remoteAddress),
    };
    const { method, url: path } = incoming;
    const onward = forward({ host: "127.0.0.1", port: next(), method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    incoming.pipe(onward);
  });
  server.on("upgrade", (incoming, socket: Socket, head: Buffer) => {
    const onward = connect(next(), "127.0.0.1", () => {
      const lines = [`GET ${incoming.url} HTTP/1.1`];
      for (const [name, value] of Object.entries(incoming.headers)) lines.push(`${name}: ${String(value)}`);
      lines.push(`x-forwarded-for: ${forwarded(undefined, socket.remoteAddress)}`);
      onward.write(`${lines.join("\r\n")}\r\n\r\n`);
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    for (const one of [socket, onward]) {
      seen.add(one);
      one.on("error", () => undefined);
      one.on("close", () => [socket, onward].forEach((both) => both.destroy()));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no port");
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}/api/v1`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      for (const socket of seen) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
