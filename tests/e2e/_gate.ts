import { createServer, request as forward, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";

/** A proxy between the page and the API that lets through what the test allows. */
export interface Gate extends AsyncDisposable {
  readonly port: number;
  /** Where the API is, once it has begun. */
  target: number;
  /** Refuses WebSockets with 403 and cuts the open ones. */
  blockSockets(isBlocked: boolean): void;
  /** Refuses event streams with 403 and cuts the open ones. */
  blockStreams(isBlocked: boolean): void;
  /** Connections that are open now. */
  open(): { sockets: number; streams: number };
}

export async function openGate(): Promise<Gate> {
  const sockets = new Set<Socket>();
  const streams = new Set<ServerResponse>();
  const blocked = { sockets: false, streams: false };
  const server = createServer((incoming, response) => {
    const isStream = incoming.url?.endsWith("/stream") === true;
    if (isStream && blocked.streams) {
      response.writeHead(403).end();
      return;
    }
    if (isStream) {
      streams.add(response);
      response.once("close", () => streams.delete(response));
    }
    const { method, url: path, headers } = incoming;
    const onward = forward({ host: "127.0.0.1", port: gate.target, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    response.once("close", () => onward.destroy());
    incoming.pipe(onward);
  });
  server.on("upgrade", (incoming, socket: Socket, head: Buffer) => {
    socket.on("error", () => undefined);
    if (blocked.sockets) {
      socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      return;
    }
    sockets.add(socket);
    const onward = connect(gate.target, "127.0.0.1", () => {
      const lines = Object.entries(incoming.headers).map(([name, value]) => `${name}: ${String(value)}`);
      onward.write(`GET ${incoming.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    onward.on("error", () => socket.destroy());
    onward.once("close", () => socket.destroy());
    socket.once("close", () => {
      sockets.delete(socket);
      onward.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no port");
  const gate: Gate = {
    port: address.port,
    target: 0,
    blockSockets(isBlocked) {
      blocked.sockets = isBlocked;
      if (isBlocked) for (const socket of sockets) socket.destroy();
    },
    blockStreams(isBlocked) {
      blocked.streams = isBlocked;
      if (isBlocked) for (const stream of streams) stream.destroy();
    },
    open: () => ({ sockets: sockets.size, streams: streams.size }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return gate;
}
