import type { IncomingMessage } from "node:http";
import busboy from "busboy";
import { ApiError, badRequest } from "../errors.js";

/** Telegram's bound for uploads; photos have a smaller one of their own. */
const MAX_UPLOAD_BYTES = 50 * 1024 * 1024;
const MAX_BODY_BYTES = 4 * 1024 * 1024;

export type Upload = { bytes: Buffer; fileName: string; mimeType: string };

/** Forms and query strings bring text only; JSON bodies bring values. Decoding by the spec makes them equal. */
export type RawValue = { from: "text"; text: string } | { from: "json"; value: unknown };

export type RawRequest = { values: Map<string, RawValue>; files: Map<string, Upload> };

/**
 * Reads the parameters of a Bot API call from query string, JSON, urlencoded or multipart body.
 *
 * @throws ApiError 400 for a body that is none of them, 413 when it is too large
 */
export async function readRequest(request: IncomingMessage, query: URLSearchParams): Promise<RawRequest> {
  const raw: RawRequest = { values: new Map(), files: new Map() };
  for (const [name, text] of query) raw.values.set(name, { from: "text", text });
  const type = (request.headers["content-type"] ?? "").toLowerCase();
  if (type.startsWith("multipart/form-data")) await readMultipart(request, raw);
  else await readPlainBody(request, type, raw);
  return raw;
}

async function readPlainBody(request: IncomingMessage, type: string, raw: RawRequest): Promise<void> {
  const body = (await readBody(request, MAX_BODY_BYTES)).toString("utf8");
  if (body === "") return;
  if (type.startsWith("application/json")) {
    for (const [name, value] of Object.entries(parseJsonObject(body))) {
      if (value !== null) raw.values.set(name, { from: "json", value });
    }
    return;
  }
  for (const [name, text] of new URLSearchParams(body)) raw.values.set(name, { from: "text", text });
}

/** @throws ApiError 413 when there is more */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > maxBytes) throw new ApiError(413, "request body is too large");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function parseJsonObject(body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw badRequest("can't parse JSON object");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badRequest("can't parse JSON object");
  return { ...value };
}

/** Node's own form reader stumbles over grammY's part headers, which have no blanks. */
function readMultipart(request: IncomingMessage, raw: RawRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    const parser = busboy({
      headers: request.headers,
      limits: { fileSize: MAX_UPLOAD_BYTES, fieldSize: MAX_BODY_BYTES },
      defParamCharset: "utf8",
    });
    parser.on("field", (name, text) => raw.values.set(name, { from: "text", text }));
    parser.on("file", (name, stream, info) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("limit", () => reject(new ApiError(413, "the uploaded file is larger than 50 MB")));
      stream.on("end", () => {
        raw.files.set(name, { bytes: Buffer.concat(chunks), fileName: info.filename, mimeType: info.mimeType });
      });
    });
    parser.on("close", () => resolve());
    parser.on("error", () => reject(badRequest("can't parse multipart body")));
    request.on("error", reject);
    request.pipe(parser);
  });
}
