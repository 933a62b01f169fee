import helmet from "helmet";
import type { IncomingMessage, ServerResponse } from "node:http";
import { namesOf } from "./origins.js";

type Middleware = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

const YEAR_SECONDS = 31_536_000;

export interface HeaderOptions {
  publicUrl: string;
  sandboxOrigin: string | undefined;
}

/**
 * Headers of the Mini App. Telegram Web shows it in a frame, so `frame-ancestors` names Telegram and there is no
 * `X-Frame-Options`, which helmet would set to SAMEORIGIN.
 */
export function miniAppHeaders({ publicUrl, sandboxOrigin }: HeaderOptions): Middleware {
  const own = new URL(publicUrl);
  const socket = `${own.protocol === "https:" ? "wss" : "ws"}://${own.host}`;
  const ancestors = ["https://web.telegram.org", "https://*.telegram.org"];
  // A literal IPv6 address is no valid source in a policy.
  if (sandboxOrigin !== undefined) ancestors.push(...namesOf(sandboxOrigin).filter((origin) => !origin.includes("[")));
  return withPolicy(publicUrl, {
    "default-src": ["'none'"],
    "script-src": ["'self'", "https://telegram.org"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:", "https://t.me", "https://*.telegram.org"],
    "connect-src": ["'self'", socket],
    "font-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "object-src": ["'none'"],
    "frame-ancestors": ancestors,
  });
}

/** Headers of JSON answers: nothing may load, run or frame them. @param styleHash of the one page that has a style */
export function apiHeaders({ publicUrl }: HeaderOptions, styleHash?: string): Middleware {
  return withPolicy(publicUrl, {
    "default-src": ["'none'"],
    ...(styleHash === undefined ? {} : { "style-src": [`'${styleHash}'`] }),
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
  });
}

function withPolicy(publicUrl: string, directives: Record<string, string[]>): Middleware {
  const isSecure = publicUrl.startsWith("https:");
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    frameguard: false,
    referrerPolicy: { policy: "no-referrer" },
    strictTransportSecurity: isSecure ? { maxAge: YEAR_SECONDS, includeSubDomains: true } : false,
    // Framed pages are cross-origin by nature; this header has no effect there but breaks pop-ups of the sandbox.
    crossOriginOpenerPolicy: false,
  });
}
