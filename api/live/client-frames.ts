import type { RawData } from "ws";
import type { AccessTokens } from "../../core/access/access-tokens.js";
import type { Revocations } from "../../core/access/revocations.js";
import type { BoardKey } from "../../core/boards/live-boards.js";
import { NotFoundError, UnauthorizedError } from "../../core/errors.js";
import type { Log } from "../../core/log.js";
import { parseRaceId } from "../../wire/ids.js";
import { addressKey } from "../../wire/client-address.js";
import { clientFrame, CLOSE, type ClientFrame } from "../../wire/live.js";
import { period } from "../../wire/race.js";
import type { RateLimits } from "../http/rate-limits.js";
import type { Position } from "./channel.js";
import type { Channels } from "./channels.js";
import type { FeedSettings } from "./feed-settings.js";
import type { LateLinks } from "./late-links.js";
import type { LiveSocket } from "./live-socket.js";
import type { SignedInSockets } from "./signed-in-sockets.js";

export interface FrameDeps {
  channels: Channels;
  tokens: AccessTokens;
  revocations: Revocations;
  limits: Pick<RateLimits, "take">;
  people: SignedInSockets;
  lateLinks: LateLinks;
  settings: FeedSettings;
  log: Log;
}

/** Takes what a client sends. Whatever is not of the protocol ends the socket with 1008. */
export function receiveFrame(deps: FrameDeps, socket: LiveSocket, data: RawData, isBinary: boolean): void {
  if (socket.isClosed) return;
  if (!socket.mayReceive()) return socket.close(CLOSE.policy, "too many messages");
  const frame = isBinary ? undefined : readFrame(data);
  if (frame === undefined) return socket.close(CLOSE.policy, "not a frame of race.v1");
  if (socket.hasSaidHello === (frame.t === "hello")) return socket.close(CLOSE.policy, "hello comes first, and once");
  socket.hasSaidHello = true;
  if (frame.t === "ack") return socket.acknowledge();
  socket.work = socket.work
    .then(() => handleFrame(deps, socket, frame))
    .catch((error: unknown) => {
      deps.log.error({ err: error, frame: frame.t }, "live frame failed");
      socket.tell({ t: "error", code: "internal", message: "This could not be done just now." });
    });
}

function readFrame(data: RawData): ClientFrame | undefined {
  // ws gives text frames as one Buffer unless told otherwise.
  if (!Buffer.isBuffer(data)) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(data.toString());
  } catch {
    return undefined;
  }
  const parsed = clientFrame.safeParse(json);
  return parsed.success ? parsed.data : undefined;
}

async function handleFrame(
  deps: FrameDeps,
  socket: LiveSocket,
  frame: Exclude<ClientFrame, { t: "ack" }>,
): Promise<void> {
  if (socket.isClosed) return;
  switch (frame.t) {
    case "hello":
      return sayHello(deps, socket, frame);
    case "auth":
      return void (await signIn(deps, socket, frame.token));
    case "subscribe":
      return subscribe(deps, socket, frame.ch);
    case "unsubscribe":
      return unsubscribe(deps, socket, frame.ch);
    case "resync":
      return resync(deps, socket, frame.ch);
  }
}

async function sayHello(
  deps: FrameDeps,
  socket: LiveSocket,
  hello: Extract<ClientFrame, { t: "hello" }>,
): Promise<void> {
  if (hello.token !== undefined && !(await signIn(deps, socket, hello.token))) return;
  const resume = hello.resume ?? {};
  for (const channel of new Set([...(hello.subscribe ?? []), ...Object.keys(resume)]))
    await subscribe(deps, socket, channel, resume[channel]);
}

async function signIn(deps: FrameDeps, socket: LiveSocket, token: string): Promise<boolean> {
  try {
    const claims = await deps.tokens.verify(token);
    // It may have closed meanwhile: counted now, it would take one of the person's places for ever.
    if (socket.isClosed) return false;
    if (deps.revocations.isRevoked(claims.sessionId))
      throw new UnauthorizedError("This session has ended.", "session_ended");
    if (socket.claims !== undefined && socket.claims.userId !== claims.userId) {
      socket.close(CLOSE.policy, "a socket keeps its person");
      return false;
    }
    if (!deps.people.add(claims, socket)) {
      socket.close(CLOSE.tooMany, "too many sockets of one person");
      return false;
    }
    socket.signIn(claims);
    if (claims.players.length === 0) deps.lateLinks.lookUp(socket);
    for (const [key, subscription] of socket.subscriptions) deps.channels.sendOwnPlace(key, subscription);
    return true;
  } catch (error) {
    if (!(error instanceof UnauthorizedError)) throw error;
    socket.tell({ t: "error", code: error.code, message: error.message });
    socket.close(CLOSE.tokenExpired, "token refused");
    return false;
  }
}

async function subscribe(deps: FrameDeps, socket: LiveSocket, channel: string, have?: Position): Promise<void> {
  const key = boardKeyOf(channel);
  if (key === undefined || socket.subscriptions.has(key)) return;
  if (socket.subscriptions.size >= deps.settings.channelsPerSocket)
    return socket.tell({ t: "error", code: "too_many_channels", message: "Unsubscribe from another channel first." });
  if (!(await mayLookFor(deps, socket, key))) return socket.close(CLOSE.policy, "asks for too much that is not here");
  const joined = await deps.channels.join(key, socket, have).catch((error: unknown) => {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  });
  if (joined === undefined) {
    if (!socket.isClosed)
      socket.tell({ t: "error", code: "unknown_channel", message: `There is no live board ${channel}.` });
  } else if (socket.isClosed) deps.channels.leave(key, joined);
  else socket.subscriptions.set(key, joined);
}

/** A channel that is not in memory costs a query, so it counts against its address as a request over HTTP does. */
async function mayLookFor({ channels, limits }: FrameDeps, socket: LiveSocket, key: BoardKey): Promise<boolean> {
  return channels.isAtHand(key) || (await limits.take("address", addressKey(socket.address))).isAllowed;
}

function unsubscribe({ channels }: FrameDeps, socket: LiveSocket, channel: string): void {
  const key = boardKeyOf(channel);
  const subscription = key && socket.subscriptions.get(key);
  if (key === undefined || subscription === undefined) return;
  socket.subscriptions.delete(key);
  channels.leave(key, subscription);
}

async function resync(deps: FrameDeps, socket: LiveSocket, channel: string): Promise<void> {
  const key = boardKeyOf(channel);
  const subscription = key && socket.subscriptions.get(key);
  if (key !== undefined && subscription !== undefined) deps.channels.resync(key, subscription);
  else await subscribe(deps, socket, channel);
}

/** @returns `undefined` for a text that names no board */
export function boardKeyOf(channel: string): BoardKey | undefined {
  if (channel.startsWith("board:")) {
    const parsed = period.safeParse(channel.slice("board:".length));
    return parsed.success ? `board:${parsed.data}` : undefined;
  }
  const race = channel.startsWith("race:") ? parseRaceId(channel.slice("race:".length)) : undefined;
  return race && `race:${race}`;
}
