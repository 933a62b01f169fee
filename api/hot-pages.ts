import { IncomingMessage, ServerResponse, type RequestListener } from "node:http";
import { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import type { Views } from "../core/views/views.js";
import { addressKey, clientAddress } from "../wire/client-address.js";
import { parsePlayerId } from "../wire/ids.js";
import type { Standings, StandingsRow } from "../wire/race.js";
import { entityTag } from "./http/entity-tag.js";
import { rateLimitHeaders } from "./http/rate-limits.js";
import { requestIdFrom } from "./http/request-id.js";
import { apiHeaders, type HeaderOptions } from "./http/security-headers.js";
import { boardKeyOf } from "./live/client-frames.js";
import { DEFAULT_PAGE } from "./routes/params.js";
import type { ApiServices } from "./services.js";

/** As the compression in app.ts. */
const COMPRESS_ABOVE_BYTES = 1024;
const DEFAULT_SPAN = 5;

const PATH =
  /^\/api\/v1\/(?:races\/([A-Za-z0-9]{10})\/standings(?:\/around\/(p[1-9]\d{0,14})(?:\?span=([1-9]|[1-4]\d|50))?|(?:\?limit=([1-9]\d?|1\d\d|200))?)|leaderboards\/(day|week|month|all-time)(?:\?limit=([1-9]\d?|1\d\d|200))?)$/;

type Read = (views: Views) => Promise<Standings>;

/**
 * Answers the pages that everybody asks for before Express sees them: anonymous GETs of standings, in the common forms.
 * Whatever is unusual (a token, a tag, a cursor, an error, a spent limit) goes to Express, whose answer is the same
 * byte for byte, as a test compares. Through Express and its middlewares 2,200 ranks a second were answered, before it 3,000-4,000.
 */
export function hotPages(services: ApiServices, options: HeaderOptions, express: RequestListener): RequestListener {
  const fixed = fixedHeaders(options);
  const rowTexts = new WeakMap<readonly StandingsRow[], string>();
  return (request, response) => {
    const read = plainRead(request);
    if (read === undefined) return express(request, response);
    answer(services, { read, fixed, rowTexts }, request, response).then(
      (isAnswered) => (isAnswered ? undefined : express(request, response)),
      // Express meets the same error again and has the words for it.
      () => express(request, response),
    );
  };
}

function plainRead({ method, url = "", headers }: IncomingMessage): Read | undefined {
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
    ? (views) => views.standings(key, Number(limit ?? periodLimit ?? DEFAULT_PAGE))
    : (views) => views.around(key, around, Number(span ?? DEFAULT_SPAN));
}

interface HotPage {
  read: Read;
  fixed: Record<string, string>;
  rowTexts: WeakMap<readonly StandingsRow[], string>;
}

/** @returns false when nothing was written and Express shall answer */
async function answer(
  { config, context, limits, views }: ApiServices,
  { read, fixed, rowTexts }: HotPage,
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
  const page = await read(views);
  const requestId = requestIdFrom(headers["x-request-id"]?.toString());
  const text = jsonOf(page, rowTexts);
  const isPacked = text.length >= COMPRESS_ABOVE_BYTES && /\bgzip\b/.test(headers["accept-encoding"]?.toString() ?? "");
  const body = isPacked ? gzipSync(text, { level: 1 }) : text;
  response.writeHead(200, {
    ...fixed,
    "X-Request-Id": requestId,
    ...rateLimitHeaders([taken]),
    ETag: entityTag(page),
    ...(isPacked && { "Content-Encoding": "gzip" }),
    "Content-Length": Buffer.byteLength(body),
  });
  // A text leaves in one write together with its head; a buffer would need a second one.
  response.end(body);
  const ms = Math.round(performance.now() - startedMs);
  context.log.debug({ req_id: requestId, method, path: url?.split("?")[0], status: 200, ms }, "request");
  return true;
}

/** The rows of a first page are the same array until the board moves: their text is made once. */
function jsonOf({ rows, nextCursor, ...head }: Standings, rowTexts: HotPage["rowTexts"]): string {
  const known = rowTexts.get(rows) ?? JSON.stringify(rows);
  rowTexts.set(rows, known);
  return `${JSON.stringify(head).slice(0, -1)},"rows":${known},"nextCursor":${JSON.stringify(nextCursor)}}`;
}

/** The headers that the middlewares give every answer, taken from them once. */
function fixedHeaders(options: HeaderOptions): Record<string, string> {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  apiHeaders(options)(response.req, response, () => undefined);
  const made = Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]);
  return {
    ...Object.fromEntries(made),
    Vary: "Origin, Accept-Encoding",
    "Cache-Control": "public, no-cache",
    "Content-Type": "application/json; charset=utf-8",
  };
}
