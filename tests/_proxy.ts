import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export interface Proxy extends AsyncDisposable {
  /** The server, through the proxy. */
  readonly url: string;
  /** Ends all connections. */
  end(): void;
}

/**
 * A proxy that listens next to a server. Where one side of a connection ends, so does the other.
 * @param carry is called for each connection, to pass on what the two sides send
 */
export async function openProxy(url: string, carry: (client: Socket, server: Socket) => void): Promise<Proxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const listener = createServer((client) => {
    const server = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(one);
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
      one.on("error", () => other.destroy());
    }
    carry(client, server);
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const proxied = new URL(url);
  proxied.port = String(address.port);
  const end = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: proxied.href,
    end,
    [Symbol.asyncDispose]: async () => {
      end();
      listener.close();
    },
  };
}
