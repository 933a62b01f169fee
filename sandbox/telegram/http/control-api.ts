import type { KeyObject } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { ActResponse } from "../control.js";
import type { Core } from "../core.js";
import { ApiError } from "../errors.js";
import { toLocalUrl } from "../links.js";
import { PersonRefusal } from "../people/refusal.js";
import { actRequestSchema } from "../view/act-schema.js";
import { performAct } from "../view/perform-act.js";
import { viewState, viewWorld } from "../view/person-state.js";
import { readBody } from "./read-request.js";

const MAX_ACT_BYTES = 20 * 1024 * 1024;
/** Proxies and browsers drop silent streams; a comment line now and then keeps them. */
const KEEP_ALIVE_MS = 20_000;

/** Serves `/sandbox/api/…`, see control.ts. */
export async function serveControlApi(
  core: Core,
  key: KeyObject,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const route = url.pathname.slice("/sandbox/api/".length);
  if (!isSameOrigin(request)) {
    request.resume();
    sendJson(response, 403, { ok: false, error: "only the chat page may use the control API" });
    return;
  }
  if (request.method === "POST" && route === "act") {
    await serveAct(core, key, request, response);
    return;
  }
  request.resume();
  if (request.method !== "GET") sendJson(response, 405, { ok: false, error: "method not allowed" });
  else if (route === "world") sendJson(response, 200, viewWorld(core));
  else if (route === "state") serveState(core, response, url);
  else if (route === "events") serveEvents(core, response, Number(url.searchParams.get("as")));
  else if (route.startsWith("file/")) await serveFile(core, response, decodeURIComponent(route.slice("file/".length)));
  else if (route === "picture") await serveRemotePicture(core, response, url.searchParams.get("url") ?? "");
  else sendJson(response, 404, { ok: false, error: "there is no such page in the control API" });
}

/** The Mini App in the frame, or any other page in the browser, must not act as people. Scripts send no Origin. */
function isSameOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}

function serveState(core: Core, response: ServerResponse, url: URL): void {
  const userId = Number(url.searchParams.get("as"));
  const isPerson = core.world.people().some((user) => user.id === userId);
  if (!isPerson) sendJson(response, 404, { ok: false, error: "there is no such person" });
  else sendJson(response, 200, viewState(core, userId));
}

async function serveAct(core: Core, key: KeyObject, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parsed = actRequestSchema.safeParse(parseJson((await readBody(request, MAX_ACT_BYTES)).toString("utf8")));
  if (!parsed.success) {
    sendJson(response, 400, { ok: false, error: z.prettifyError(parsed.error) });
    return;
  }
  sendJson(response, 200, await answerAct(core, key, parsed.data));
}

async function answerAct(core: Core, key: KeyObject, request: z.infer<typeof actRequestSchema>): Promise<ActResponse> {
  if (!core.world.people().some((user) => user.id === request.as))
    return { ok: false, error: "there is no such person" };
  try {
    return { ok: true, result: await performAct(core, key, request.as, request.act) };
  } catch (error) {
    if (error instanceof PersonRefusal || error instanceof ApiError) return { ok: false, error: error.message };
    throw error;
  }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Refused by the schema with its own words.
    return undefined;
  }
}

function serveEvents(core: Core, response: ServerResponse, userId: number): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(
    `data: ${JSON.stringify({ type: "changed", version: core.world.bus.currentVersion, chatIds: [] })}\n\n`,
  );
  const stop = core.world.bus.onEvent((event, onlyFor) => {
    if (onlyFor === undefined || onlyFor === userId) response.write(`data: ${JSON.stringify(event)}\n\n`);
  });
  const timer = setInterval(() => response.write(": still here\n\n"), KEEP_ALIVE_MS);
  response.on("close", () => {
    clearInterval(timer);
    stop();
  });
}

/** A picture that a Mini App named by its public address, as for a story. */
async function serveRemotePicture(core: Core, response: ServerResponse, publicUrl: string): Promise<void> {
  const { fileId } = core.files.addRemote(toLocalUrl(publicUrl, core.config.urlMap), { width: 1200, height: 630 });
  await serveFile(core, response, fileId);
}

async function serveFile(core: Core, response: ServerResponse, fileId: string): Promise<void> {
  const file = core.files.byId(fileId);
  const bytes = file && (await core.files.bytesOf(file));
  if (!file || !bytes) {
    sendJson(response, 404, { ok: false, error: "there is no such file" });
    return;
  }
  response.writeHead(200, {
    "content-type": file.mimeType,
    "content-length": bytes.length,
    "cache-control": file.remoteUrl === undefined ? "private, max-age=3600" : "private, max-age=60",
    // Uploads are shown, never run.
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "x-content-type-options": "nosniff",
  });
  response.end(bytes);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
