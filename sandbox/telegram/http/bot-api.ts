import type { IncomingMessage, ServerResponse } from "node:http";
import type { Core } from "../core.js";
import { ApiError, emulatorRefusal } from "../errors.js";
import { tooManyRequests } from "../limits.js";
import type { FaultKind } from "../faults.js";
import { methods } from "../methods/registry.js";
import { findMethod } from "../spec/api-spec.js";
import type { PollSocket } from "../updates/polling.js";
import type { Call } from "./call.js";
import { decodeCall } from "./decode.js";
import { readRequest } from "./read-request.js";

const MAX_TOKEN_LENGTH = 80;

type Answer = { ok: true; result: unknown } | { ok: false; error: ApiError };

/** Serves `/bot<token>/<method>` and `/file/bot<token>/<path>`; anything else is Telegram's plain 404. */
export async function serveBotApi(
  core: Core,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const path = decodeURIComponent(url.pathname);
  const file = /^\/file\/bot([^/]*)\/(.+)$/.exec(path);
  const match = /^\/bot([^/]*)\/([^/]+)\/?$/.exec(path);
  const token = file?.[1] ?? match?.[1];
  const refusal = token === undefined ? new ApiError(404, "") : checkToken(core, token);
  if (refusal) {
    request.resume();
    sendAnswer(response, { ok: false, error: refusal });
  } else if (file) await serveFile(core, response, file[2] ?? "");
  else await serveMethod(core, request, response, url, match?.[2] ?? "");
}

function checkToken(core: Core, token: string): ApiError | undefined {
  if (!token.includes(":") || token.startsWith("0") || token.length > MAX_TOKEN_LENGTH) {
    return new ApiError(401, "Unauthorized: invalid token specified");
  }
  return token === core.config.token ? undefined : new ApiError(401, "");
}

async function serveFile(core: Core, response: ServerResponse, path: string): Promise<void> {
  const file = core.files.byPath(path);
  const bytes = file && (await core.files.bytesOf(file));
  if (!file || !bytes) {
    sendAnswer(response, { ok: false, error: new ApiError(404, "") });
    return;
  }
  response.writeHead(200, { "content-type": file.mimeType, "content-length": bytes.length });
  response.end(bytes);
}

async function serveMethod(
  core: Core,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  name: string,
): Promise<void> {
  const isPoll = name.toLowerCase() === "getupdates";
  const work = () => answerMethod(core, request, response, url, name);
  if (isPoll) await work();
  else await core.activity.during(work);
}

async function answerMethod(
  core: Core,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  name: string,
): Promise<void> {
  const socket = watchSocket(response);
  let call: Call | undefined;
  let fault: FaultKind | undefined;
  let answer: Answer;
  try {
    const known = findMethod(name);
    if (!known) {
      request.resume();
      throw new ApiError(404, "Not Found: method not found");
    }
    call = decodeCall(known.name, known.spec, await readRequest(request, url.searchParams));
    fault = core.faults.take(call);
    if (fault?.kind === "slow") await pause(fault.ms);
    failBefore(fault);
    answer = { ok: true, result: await execute(core, call, socket) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    answer = { ok: false, error };
  }
  record(core, name, call, answer, fault !== undefined);
  if (fault?.kind === "lost" || fault?.kind === "reset" || fault?.kind === "refused") response.destroy();
  else if (fault?.kind === "badGateway") sendBadGateway(response);
  else sendAnswer(response, answer);
}

/** Faults that keep the call from having any effect. @throws ApiError always, unless the call may go on */
function failBefore(fault: FaultKind | undefined): void {
  switch (fault?.kind) {
    case "error":
      if (fault.code === 429) throw tooManyRequests(fault.retryAfterS ?? 1);
      throw new ApiError(fault.code, fault.description);
    case "refused":
    case "reset":
    case "badGateway":
      throw new ApiError(0, `fault: ${fault.kind}`);
    default:
  }
}

/** Runs a decoded call. Also used for methods that come in the body of a webhook answer. */
export async function execute(core: Core, call: Call, socket: PollSocket): Promise<unknown> {
  const method = methods.get(call.method);
  if (!method) throw emulatorRefusal(`${call.method} is not implemented`, 501);
  core.limits.spend(call);
  return method(core, call, socket);
}

function record(core: Core, name: string, call: Call | undefined, answer: Answer, isPlanned: boolean): void {
  const method = call?.method ?? name;
  if (method === "getUpdates" && answer.ok) return;
  const outcome = answer.ok
    ? { ok: true as const, result: answer.result }
    : { ok: false as const, code: answer.error.code, description: answer.error.message };
  core.journal.add({ kind: "call", method, params: call?.toJSON() ?? {}, outcome, isPlanned });
}

function sendAnswer(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return;
  const body = answer.ok
    ? { ok: true, result: answer.result }
    : {
        ok: false,
        error_code: answer.error.code,
        description: answer.error.message,
        ...(answer.error.parameters ? { parameters: answer.error.parameters } : {}),
      };
  const seconds = answer.ok ? undefined : answer.error.parameters?.retry_after;
  response.writeHead(answer.ok ? 200 : answer.error.code, {
    "content-type": "application/json",
    ...(seconds === undefined ? {} : { "retry-after": String(seconds) }),
  });
  response.end(JSON.stringify(body));
}

function sendBadGateway(response: ServerResponse): void {
  response.writeHead(502, { "content-type": "text/html" });
  response.end("<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>");
}

function watchSocket(response: ServerResponse): PollSocket {
  return {
    isGone: () => response.destroyed,
    onGone: (listener) => void response.on("close", listener),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
