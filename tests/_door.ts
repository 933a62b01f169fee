import { openProxy } from "./_proxy.js";

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
  let state: "open" | "cut" | "mute" = "open";
  const proxy = await openProxy(url, (client, server) => {
    if (state === "cut") client.destroy();
    client.on("data", (data) => void (state === "mute" || server.write(data)));
    server.on("data", (data) => void (state === "mute" || client.write(data)));
  });
  return {
    url: proxy.url,
    cut: () => {
      state = "cut";
      proxy.end();
    },
    mute: () => void (state = "mute"),
    heal: () => void (state = "open"),
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  };
}
