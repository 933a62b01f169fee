import { IncomingMessage, ServerResponse, type RequestListener } from "node:http";
import { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import type { BoardKey } from "../core/boards/live-boards.js";
import type { PageQuery, ReadyPage } from "../core/views/ready-pages.js";
import type { Views } from "../core/views/views.js";
import { addressKey, clientAddress } from "../wire/client-address.js";
import { parsePlayerId } from "../wire/ids.js";
import { COMPRESS_ABOVE_BYTES } from "./http/compress-above.js";
import { entityTag } from "./http/entity-tag.js";
import { rateLimitHeaders } from "./http/rate-limits.js";
import { requestIdFrom } from "./http/request-id.js";
import { apiHeaders, type HeaderOptions } from "./http/security-headers.js";
import { boardKeyOf } from "./live/client-frames.js";
import { DEFAULT_PAGE, DEFAULT_SPAN } from "./routes/params.js";
import type { ApiServices } from "./services.js";

const PATH =
  /^\/api\/v1\/(?:races\/([A-Za-z0-9]{10})\/standings(?:\/around\/(p[1-9]\d{0,14})(?:\?span=([1-9]|[1-4]\d|50))?|(?:\?limit=([1-9]\d?|1\d\d|200))?)|leaderboards\/(day|week|month|all-time)(?:\?limit=([1-9]\d?|1\d\d|200))?)$/;

interface Asked {
  key: BoardKey;
  query: PageQuery;
}

/** What an answer is made with, besides the services. */
interface Maker {
  /** Names and values by turns: checked and written faster than an object. */
  fixed: readonly string[];
  /** First pages in the form for those who can unpack; each is made once. */
  packed: WeakMap<ReadyPage, Buffer>;
}

/**
 * Answers the pages that everybody asks for before Express sees them: anonymous GETs of standings, in the common forms.
 * Whatever is unusual (a token, a tag, a cursor, an error, a spent limit) goes to Express, whose answer is the same
 * byte for byte, as a test compares. What each of the two costs is in docs/adr/0006.
 */
export function hotPages(services: ApiServices, options: HeaderOptions, express: RequestListener): RequestListener {
  const maker: Maker = { fixed: fixedHeaders(options), packed: new WeakMap() };
  return (request, response) => {
    const asked = plainQuestion(request);
    if (asked === undefined) return express(request, response);
    answer(services, maker, asked, request, response).then(
      (isAnswered) => (isAnswered ? undefined : express(request, response)),
      // Express meets the same error again and has the words for it.
      () => express(request, response),
    );
  };
}

function plainQuestion({ method, url = "", headers }: IncomingMessage): Asked | undefined {
  const isPlain =
    method === "GET" &&
    headers.authorization === undefined &&
    headers.origin === undefined &&
    headers["if-none-match"] === undefined;
  const found = isPlain ? PATH.exec(url) : null;
  if (found === null) return undefined;
  const [, race, player, span, limit, period, periodLimit] = found;
  const key = boardKeyOf(race === undefined ? `board:${period}` : `race:${race}`);
  if (key === undefined) return undefined;
  const around = player === undefined ? undefined : parsePlayerId(player);
  return around === undefined
    ? { key, query: { limit: Number(limit ?? periodLimit ?? DEFAULT_PAGE) } }
    : { key, query: { player: around, span: Number(span ?? DEFAULT_SPAN) } };
}

/** @returns false when nothing was written and Express shall answer */
async function answer(
  { config, context, limits, traffic, views }: ApiServices,
  { fixed, packed }: Maker,
  { key, query }: Asked,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const startedMs = performance.now();
  const { headers, method, socket, url } = request;
  const forwarded = headers["x-forwarded-for"]?.toString();
  const taken = await limits.take(
    "address",
    addressKey(clientAddress(socket.remoteAddress, forwarded, config.trustProxy)),
  );
  if (!taken.isAllowed) return false;
  const page = views.ready(key, query) ?? (await ask(views, key, query));
  const requestId = requestIdFrom(headers["x-request-id"]?.toString());
  const isPacked =
    page.text.length >= COMPRESS_ABOVE_BYTES && /\bgzip\b/.test(headers["accept-encoding"]?.toString() ?? "");
  const body = isPacked ? pack(page, query, packed) : page.text;
  const length = Buffer.byteLength(body);
  const own = ["X-Request-Id", requestId, "ETag", entityTag(page), "Content-Length", String(length)];
  const limit = Object.entries(rateLimitHeaders([taken])).flat();
  response.writeHead(200, [...fixed, ...own, ...limit, ...(isPacked ? PACKED : [])]);
  // A text leaves in one write together with its head; a buffer would need a second one. One of plain ASCII, which most
  // are, is copied as it is: a tenth of the time of an answer less than as UTF-8, for which Node reserves three times the room.
  response.end(body, body.length === length ? "latin1" : "utf8");
  const ms = performance.now() - startedMs;
  traffic.note(200, ms);
  context.log.debug(
    { req_id: requestId, method, path: url?.split("?")[0], status: 200, ms: Math.round(ms) },
    "request",
  );
  return true;
}

const PACKED = ["Content-Encoding", "gzip"];

async function ask(views: Views, key: BoardKey, query: PageQuery): Promise<ReadyPage> {
  const page = await ("player" in query
    ? views.around(key, query.player, query.span)
    : views.standings(key, query.limit));
  return { epoch: page.epoch, version: page.version, text: JSON.stringify(page) };
}

/** Thousands share a first page, nobody the rows around a player. */
function pack(page: ReadyPage, query: PageQuery, packed: Maker["packed"]): Buffer {
  const known = packed.get(page) ?? gzipSync(page.text, { level: 1 });
  if ("limit" in query) packed.set(page, known);
  return known;
}

/** The headers that the middlewares give every answer, taken from them once. */
function fixedHeaders(options: HeaderOptions): string[] {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  apiHeaders(options)(response.req, response, () => undefined);
  const made = Object.entries(response.getHeaders()).flatMap(([name, value]) => [name, String(value)]);
  return [...made, ...PUBLIC_JSON];
}

const PUBLIC_JSON = [
  ["Vary", "Origin, Accept-Encoding"],
  ["Cache-Control", "public, no-cache"],
  ["Content-Type", "application/json; charset=utf-8"],
].flat();
