import { LIVE_PATH, LIVE_TOP } from "../../../../wire/live.js";
import { standings } from "../../../../wire/race.js";
import type { Api } from "../api/api.js";
import type { LiveBoard, Snap } from "./board.js";
import type { FeedDependencies, SocketHandlers } from "./feed.js";

type Transport = Pick<FeedDependencies, "openSocket" | "openStream" | "poll">;

const STANDINGS_PATH = { race: "/races/", board: "/leaderboards/" } as const;

function pathOf(channel: string): string {
  const [kind, name = ""] = channel.split(":");
  return kind === "race" ? `${STANDINGS_PATH.race}${name}/standings` : STANDINGS_PATH.board + name;
}

function openStream(channel: string, handlers: SocketHandlers): { close(): void } | undefined {
  const [kind, name = ""] = channel.split(":");
  if (kind !== "race" || typeof EventSource === "undefined") return undefined;
  const source = new EventSource(`/api/v1/races/${name}/stream`);
  source.addEventListener("open", () => {
    handlers.onOpen();
  });
  const onMessage = (event: MessageEvent<unknown>): void => {
    if (typeof event.data === "string") handlers.onText(event.data);
  };
  // Frames name themselves (`t`); the server may name the events alike.
  for (const type of ["message", "snap", "delta", "state"]) source.addEventListener(type, onMessage);
  // Our machine decides when to come back, not the browser.
  source.addEventListener("error", () => {
    source.close();
    handlers.onClose(1006);
  });
  return source;
}

async function poll(api: Api, channel: string, have: LiveBoard | undefined): Promise<Snap | undefined> {
  const etag = have === undefined ? undefined : `"${have.epoch}-${have.version}"`;
  const answer = await api.readChanged(`${pathOf(channel)}?limit=${LIVE_TOP}`, standings, etag);
  if (answer.kind === "unchanged") return undefined;
  const { epoch, version, asOf, rows } = answer.value;
  return { t: "snap", ch: channel, epoch, ver: version, at: asOf ?? new Date().toISOString(), rows };
}

/** The browser's sockets, streams and requests for {@link FeedDependencies}; same host as the page. */
export function browserTransport(api: Api): Transport {
  return {
    openSocket: (protocol, handlers) => {
      const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}${LIVE_PATH}`, protocol);
      socket.addEventListener("open", () => {
        handlers.onOpen();
      });
      socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
        if (typeof data === "string") handlers.onText(data);
      });
      socket.addEventListener("close", ({ code }) => {
        handlers.onClose(code);
      });
      return {
        send: (text) => {
          // A frame for a socket that is just closing is of no use; the next hello says all again.
          if (socket.readyState === WebSocket.OPEN) socket.send(text);
        },
        close: () => {
          socket.close(1000);
        },
      };
    },
    openStream,
    poll: (channel, have) => poll(api, channel, have),
  };
}
