import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { extname, join, normalize, sep } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".map": "application/json",
};

/** Serves the built chat page; paths without an ending are pages of the single-page app. */
export async function serveStatic(root: string | undefined, response: ServerResponse, pathname: string): Promise<void> {
  const path = safePath(root, pathname);
  const file = path === undefined ? undefined : await firstFile([path, join(root ?? "", "index.html")], pathname);
  if (file === undefined) {
    response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
    response.end(root === undefined ? "The chat page is not built or not configured (uiDir)." : "Not found");
    return;
  }
  const isHashed = /-[\w-]{8,}\.\w+$/.test(file);
  response.writeHead(200, {
    "content-type": TYPES[extname(file)] ?? "application/octet-stream",
    "cache-control": isHashed ? "public, max-age=31536000, immutable" : "no-cache",
  });
  createReadStream(file).pipe(response);
}

/** undefined for anything that would leave the folder. */
function safePath(root: string | undefined, pathname: string): string | undefined {
  if (root === undefined) return undefined;
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    // A broken escape names no file.
    return undefined;
  }
  const path = normalize(join(root, decoded));
  const base = normalize(root).replace(/[\\/]+$/, "");
  return path === base || path.startsWith(base + sep) ? path : undefined;
}

async function firstFile(candidates: [string, string], pathname: string): Promise<string | undefined> {
  const [path, index] = candidates;
  if (await isFile(path)) return path;
  return extname(pathname) === "" && (await isFile(index)) ? index : undefined;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    // Missing or unreadable: the answer is the same.
    return false;
  }
}
