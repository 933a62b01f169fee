import { once } from "node:events";
import { connect as connectSocket, createServer, type Server, type Socket } from "node:net";

export interface DatabaseDoor extends AsyncDisposable {
  /** The database, through the door. */
  readonly url: string;
  /** Ends all connections and refuses new ones. */
  cut(): void;
  /** Swallows every byte; connections stay open. */
  mute(): void;
  heal(): void;
}

/** A way to the database that can be shut. */
export async function openDoor(url: string): Promise<DatabaseDoor> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let state: "open" | "cut" | "mute" = "open";
  const server: Server = createServer((client) => {
    if (state === "cut") {
      client.destroy();
      return;
    }
    const upstream = connectSocket(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on("data", (data) => void (state === "mute" || to.write(data)));
      from.on("close", () => to.destroy());
      from.on("error", () => to.destroy());
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const proxied = new URL(url);
  proxied.port = String(address.port);
  const end = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    url: proxied.href,
    cut: () => {
      state = "cut";
      end();
    },
    mute: () => void (state = "mute"),
    heal: () => void (state = "open"),
    [Symbol.asyncDispose]: async () => {
      end();
      server.close();
    },
  };
}
