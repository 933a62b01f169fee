import { CHALLENGES, DROPS, GAMES, LANES, OFFER, RAFFLES, SQUADS } from "./_rewards.js";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { WebSocketServer, type WebSocket } from "ws";
import { projectRoot } from "../../project-root.js";
import type { SignedInUser } from "../../wire/auth.js";
import { clientFrame, LIVE_PATH, LIVE_PROTOCOL, LIVE_TOP, type ServerFrame } from "../../wire/live.js";
import { placePicture } from "../../pictures/place-picture.js";
import { racePicture } from "../../pictures/race-picture.js";
import type { MyStanding, Race, StandingsRow } from "../../wire/race.js";
import { shareRequest, type Share } from "../../wire/sharing.js";
import { makeRace, rowsOf, scoresOf } from "./_boards.js";
import type { HallOfFame } from "../../wire/hall-of-fame.js";
import { answerAbout, SOURCES, type Person } from "./_person.js";

const HOUR_MS = 3_600_000;
const EMPTY_HALL: HallOfFame = { champions: [], winners: [], earlier: [] };
/** The policy the real API sends with the page: what it forbids must not be needed. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws:; base-uri 'none'; form-action 'none'";
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

export interface FakeOptions {
  players?: number;
  race?: Partial<Race>;
  otherRaces?: Race[];
  /** Number of the person's player; null is a person without a link. */
  me?: number | null;
  /** What `POST /auth/telegram` answers. */
  signIn?: "ok" | "expired" | "down";
  hasCurrent?: boolean;
  hall?: HallOfFame;
  /** Text of the result file; without it there is none yet. */
  result?: string;
  receipt?: unknown;
  /** Telegram prepares no messages just now. */
  hasNoMessages?: boolean;
  /** What `/me/*` tells; without it only the place in the race is known. */
  person?: Person;
  /** Where the frame that shows the page is. */
  sandboxOrigin?: string | null;
  port?: number;
}

export interface FakeApi extends AsyncDisposable {
  readonly url: string;
  /** Requests so far, as `GET /api/v1/races/current`. */
  readonly requests: string[];
  /** Frames the page has sent. */
  readonly heard: unknown[];
  sockets(): number;
  /** Adds to a player's score, as a wager would, and tells everybody. */
  wager(player: number, microUsd: bigint): void;
  setStatus(status: Race["status"]): void;
  /** Answers every data request with this status until it is undefined again. */
  failWith(status: number | undefined): void;
  refuseSockets(refuse: boolean): void;
  closeSockets(code: number): void;
  send(frame: ServerFrame): void;
}

/** A stand-in for the API with exactly what the Mini App reads, so that every state of a page can be looked at. */
export async function startFakeApi(options: FakeOptions = {}): Promise<FakeApi> {
  const start = new Date();
  let race = makeRace({
    startsAt: new Date(start.getTime() - 200 * HOUR_MS).toISOString(),
    endsAt: new Date(start.getTime() + 51.7 * HOUR_MS).toISOString(),
    asOf: start.toISOString(),
    ...options.race,
  });
  const scores = new Map(scoresOf(options.players ?? 12).map((score, index) => [`p${index + 1}`, score]));
  let version = 100;
  let failure: number | undefined;
  let isRefusing = false;
  const requests: string[] = [];
  const heard: unknown[] = [];
  const me = options.me === undefined || options.me === null ? null : `p${options.me}`;

  const rows = (): StandingsRow[] => rowsOf(scores, { players: scores.size, prizes: race.prizes, at: new Date() });
  const totalMicro = (): bigint => [...scores.values()].reduce((sum, score) => sum + score, 0n);
  const raceNow = (): Race => ({
    ...race,
    version,
    players: scores.size,
    totalWagered: `${totalMicro() / 1_000_000n}.000000`,
  });

  function user(): SignedInUser {
    const player =
      me === null ? null : { id: me, name: rows().find((row) => row.player.id === me)?.player.name ?? "Ann" };
    return { id: "42", firstName: "Ann", username: "ann", languageCode: "en", roles: [], player };
  }

  function myStanding(): MyStanding {
    const all = rows();
    const at = all.findIndex((row) => row.player.id === me);
    const row = all[at];
    if (row === undefined) {
      return {
        rank: null,
        wagered: "0.000000",
        prize: "0.00",
        gapUp: null,
        gapDown: null,
        nextPaidRank: null,
        needed: null,
        projection: null,
        version,
      };
    }
    const better = all.findLast((other) => other.rank < row.rank && Number(other.prize) > Number(row.prize));
    const needed = better === undefined ? null : micro(toMicro(better.wagered) - toMicro(row.wagered) + 10_000n);
    return {
      rank: row.rank,
      wagered: row.wagered,
      prize: row.prize,
      gapUp: row.rank === 1 ? null : row.gap,
      gapDown: all[at + 1]?.gap ?? null,
      nextPaidRank: better?.rank ?? null,
      needed,
      projection: micro((toMicro(row.wagered) * 5n) / 4n),
      version,
    };
  }

  /** As Telegram would have prepared it; the picture's public address is one that nobody serves. */
  function prepared(body: unknown): Share {
    const { what } = shareRequest.parse(body);
    const picture = what === "race" ? `${race.id}.jpg` : `${race.id}/${me}.jpg`;
    return {
      message: options.hasNoMessages === true ? null : { id: "prepared1", expiresAt: race.endsAt },
      picture: `https://goat.example/og/race/${picture}`,
      text: `Place 7 in ${race.title}`,
      link: `https://t.me/goat_race_bot?startapp=v1_race_${race.id}`,
    };
  }

  async function drawPicture(path: string): Promise<Buffer> {
    const player = /\/(p\d+)\.jpg$/.exec(path)?.[1];
    const row = rows().find((each) => each.player.id === player);
    const view = { race: raceNow(), brand: "Goat Lounge", locale: "en" as const };
    if (row !== undefined) return placePicture({ ...view, row, total: scores.size });
    return racePicture({ ...view, standings: standings(new URLSearchParams()) });
  }

  function answer(path: string, query: URLSearchParams): [status: number, body: unknown] {
    if (path === "/client-config") {
      return [
        200,
        {
          communityName: "Goat Lounge",
          botUsername: "goat_race_bot",
          miniAppName: null,
          sandboxOrigin: options.sandboxOrigin ?? null,
          serverNow: new Date().toISOString(),
        },
      ];
    }
    if (path.startsWith("/auth/")) {
      if (options.signIn === "expired") return [401, undefined];
      if (options.signIn === "down") return [503, undefined];
      return [200, { accessToken: "access", expiresIn: 600, refreshToken: "refresh-refresh-refresh", user: user() }];
    }
    if (failure !== undefined) return [failure, undefined];
    if (path === "/sources") return [200, SOURCES];
    if (path === "/races") return [200, { races: [raceNow(), ...(options.otherRaces ?? [])], nextCursor: null }];
    if (path === "/rewards") return [200, OFFER];
    if (path === "/drops") return [200, DROPS];
    if (path === "/challenges") return [200, CHALLENGES];
    if (path === "/raffles") return [200, RAFFLES];
    if (path === "/predictions") return [200, { games: GAMES }];
    if (path === `/races/${race.id}/lanes`) return [200, { race: race.id, asOf: race.asOf, lanes: LANES }];
    const ofRace = { race: { id: race.id, title: race.title } };
    if (path === `/races/${race.id}/squads`) return [200, { ...ofRace, ...SQUADS }];
    if (path === "/me/squads") return [200, { squads: me === null ? [] : [{ ...ofRace, ...ownSquad() }] }];
    if (path === "/hall-of-fame") return [200, options.hall ?? EMPTY_HALL];
    if (path === "/races/current") return options.hasCurrent === false ? [404, undefined] : [200, raceNow()];
    if (path === `/races/${race.id}`) return [200, raceNow()];
    if (path === `/races/${race.id}/standings` || path.startsWith("/leaderboards/")) return [200, standings(query)];
    if (path === `/races/${race.id}/results` && options.result !== undefined) return [200, options.result];
    if (path === "/me/receipt" && options.receipt !== undefined) return [200, options.receipt];
    if (path === "/me/standing" && me !== null) return [200, myStanding()];
    return [404, undefined];
  }

  function ownSquad() {
    const { squads, ...terms } = SQUADS;
    return {
      ...terms,
      squad: squads[0],
      code: "NightOwls1",
      invitation: "https://t.me/goat_race_bot?start=v1_squad_NightOwls1",
    };
  }

  function standings(query: URLSearchParams) {
    const all = rows();
    const from = Number(query.get("cursor") ?? 0);
    const to = from + Number(query.get("limit") ?? 50);
    return {
      race: race.id,
      version,
      epoch: race.epoch,
      asOf: race.asOf,
      stale: race.stale,
      total: all.length,
      rows: all.slice(from, to),
      nextCursor: to < all.length ? String(to) : null,
    };
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (url.pathname.startsWith("/og/")) {
      void drawPicture(url.pathname).then((picture) =>
        response.writeHead(200, { "content-type": "image/jpeg" }).end(picture),
      );
      return;
    }
    if (!url.pathname.startsWith("/api/v1")) {
      void sendFile(url.pathname, response);
      return;
    }
    requests.push(`${request.method} ${url.pathname}${url.search}`);
    void respond(request, url, response);
  });

  async function respond(request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
    const path = url.pathname.slice("/api/v1".length);
    const { method = "GET" } = request;
    const isPersonal = method !== "GET" || path.startsWith("/me");
    const given = isPersonal && method !== "GET" ? await readBody(request) : undefined;
    const personal =
      isPersonal && failure === undefined && options.person !== undefined
        ? answerAbout(options.person, method, path, given)
        : undefined;
    const shares = path === "/me/shares" && failure === undefined ? ([201, prepared(given)] as const) : undefined;
    const [status, body] = shares ?? personal ?? answer(path, url.searchParams);
    const isBoard = url.pathname.endsWith("/standings") && status === 200;
    const etag = `"${race.epoch}-${version}"`;
    if (isBoard && request.headers["if-none-match"] === etag) {
      response.writeHead(304, { etag }).end();
      return;
    }
    response.writeHead(status, {
      "content-type": body === undefined ? "application/problem+json" : "application/json",
      ...(isBoard ? { etag } : {}),
    });
    if (status === 204) response.end();
    else if (typeof body === "string") response.end(body);
    else response.end(JSON.stringify(body ?? { type: "about:blank", title: "Refused", status, requestId: "r1" }));
  }

  const feed = new WebSocketServer({ noServer: true, handleProtocols: () => LIVE_PROTOCOL });
  server.on("upgrade", (request: IncomingMessage, socket, head) => {
    if (isRefusing || request.url !== LIVE_PATH) socket.destroy();
    else feed.handleUpgrade(request, socket, head, (opened) => serve(opened));
  });

  function serve(socket: WebSocket): void {
    socket.on("message", (data: Buffer) => {
      const frame = clientFrame.parse(JSON.parse(data.toString()));
      heard.push(frame);
      if (frame.t === "hello" || frame.t === "resync") send(snap(), [socket]);
      if (frame.t === "hello" && frame.token !== undefined) tellMe([socket]);
    });
    send({ t: "hb", now: Date.now() }, [socket]);
  }

  function snap(): ServerFrame {
    return {
      t: "snap",
      ch: `race:${race.id}`,
      epoch: race.epoch,
      ver: version,
      at: new Date().toISOString(),
      rows: rows().slice(0, LIVE_TOP),
    };
  }

  function send(frame: ServerFrame, to: Iterable<WebSocket> = feed.clients): void {
    for (const socket of to) socket.send(JSON.stringify(frame));
  }

  function tellMe(to?: Iterable<WebSocket>): void {
    const mine = rows().find((row) => row.player.id === me);
    if (mine !== undefined)
      send({ t: "me", ch: `race:${race.id}`, ver: version, rank: mine.rank, wagered: mine.wagered }, to);
  }

  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const beat = setInterval(() => send({ t: "hb", now: Date.now() }), 10_000);

  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    heard,
    sockets: () => feed.clients.size,
    wager: (player, microUsd) => {
      const before = new Map(rows().map((row) => [row.player.id, JSON.stringify({ ...row, reachedAt: "" })]));
      scores.set(`p${player}`, (scores.get(`p${player}`) ?? 0n) + microUsd);
      const prev = version;
      version += 1;
      const top = rows().slice(0, LIVE_TOP);
      const changed = top.filter((row) => before.get(row.player.id) !== JSON.stringify({ ...row, reachedAt: "" }));
      send({
        t: "delta",
        ch: `race:${race.id}`,
        epoch: race.epoch,
        prev,
        ver: version,
        at: new Date().toISOString(),
        ops: changed.map((row) => ["set", row]),
      });
      tellMe();
    },
    setStatus: (status) => {
      race = { ...race, status };
      send({ t: "state", ch: `race:${race.id}`, status });
    },
    failWith: (status) => {
      failure = status;
    },
    refuseSockets: (refuse) => {
      isRefusing = refuse;
    },
    closeSockets: (code) => {
      for (const socket of feed.clients) socket.close(code);
    },
    send,
    async [Symbol.asyncDispose]() {
      clearInterval(beat);
      for (const socket of feed.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString();
  return text === "" ? undefined : JSON.parse(text);
}

function toMicro(amount: string): bigint {
  return BigInt(amount.replace(".", ""));
}

function micro(value: bigint): string {
  const digits = value.toString().padStart(7, "0");
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

async function sendFile(path: string, response: ServerResponse): Promise<void> {
  const folder = join(projectRoot, "dist/miniapp");
  const name = extname(path) === "" ? "/index.html" : path;
  const bytes = await readFile(join(folder, name)).catch(() => undefined);
  if (bytes === undefined) return void response.writeHead(404).end();
  response.writeHead(200, {
    "content-type": TYPES[extname(name)] ?? "application/octet-stream",
    "content-security-policy": POLICY,
    // As the real API sends them: a second visit fetches the page only.
    ...(name.startsWith("/assets/") ? { "cache-control": "public, max-age=31536000, immutable" } : {}),
  });
  response.end(bytes);
}
