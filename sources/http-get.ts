import { request as requestPlain, type IncomingMessage } from "node:http";
import { request as requestSecure } from "node:https";
import type { Clock } from "../core/clock.js";
import { SourceError } from "../core/sources/reading.js";
import { createLookup, refuseAddress } from "./public-address.js";

export interface HttpAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  readonly requestedAt: Date;
  readonly receivedAt: Date;
}

/** Asks one address. @throws SourceError `unavailable` when there is no whole answer */
export type HttpGet = (url: URL, headers: Readonly<Record<string, string>>) => Promise<HttpAnswer>;

export interface HttpGetOptions {
  readonly clock: Clock;
  /** Addresses of this machine and its networks are allowed, which only a development has a use for. */
  readonly allowsLocal: boolean;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

/** Sources take 9 to 14 s; whoever needs more than a minute will not answer at all. */
const TIMEOUT_MS = 60_000;
/** 100,000 rows are 11 MB. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * A GET that leads nowhere but where the operator said: no redirects are followed, a name that leads into a private
 * network is refused at the moment of connecting, and an answer is whole or none.
 */
export function createHttpGet(options: HttpGetOptions, signal: AbortSignal): HttpGet {
  const { clock, allowsLocal, timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES } = options;
  const lookup = createLookup(allowsLocal);
  return async (url, headers) => {
    refuseAddress(url, allowsLocal);
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const requestedAt = clock.now();
    try {
      const { response, body } = await ask(url, { headers, lookup, signal: limit }, maxBytes);
      const single = Object.entries(response.headers).map(([name, value]) => [name, value?.toString()] as const);
      return {
        status: response.statusCode ?? 0,
        headers: Object.fromEntries(single),
        body,
        requestedAt,
        receivedAt: clock.now(),
      };
    } catch (error) {
      if (error instanceof SourceError) throw error;
      const isLate = limit.aborted && !signal.aborted;
      // The cause may name the address with a key in it, so it is not repeated.
      const what = isLate ? `no answer within ${timeoutMs / 1_000} s` : `no answer (${codeOf(error)})`;
      throw new SourceError("unavailable", what);
    }
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "connection lost";
}

type RequestOptions = {
  headers: Readonly<Record<string, string>>;
  lookup: ReturnType<typeof createLookup>;
  signal: AbortSignal;
};

function ask(
  url: URL,
  { headers, lookup, signal }: RequestOptions,
  maxBytes: number,
): Promise<{ response: IncomingMessage; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === "https:" ? requestSecure : requestPlain;
    const request = send(url, { method: "GET", headers: { accept: "application/json", ...headers }, lookup, signal });
    // `on`, because a request that is destroyed fails once more after it has failed.
    request.on("error", reject);
    request.once("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("error", reject);
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size <= maxBytes) chunks.push(chunk);
        else {
          reject(new SourceError("bad-shape", `the answer is larger than ${maxBytes} bytes`));
          request.destroy();
        }
      });
      response.once("end", () => {
        if (response.complete) resolve({ response, body: Buffer.concat(chunks) });
        else reject(new SourceError("unavailable", "the answer broke off"));
      });
    });
    request.end();
  });
}
