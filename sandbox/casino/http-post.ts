import { type Agent, request as requestHttp } from "node:http";
import { type Agent as SecureAgent, request as requestHttps } from "node:https";

export interface Answer {
  readonly status: number;
  /** Seconds of an integer `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;
  readonly text: string;
}

export interface PostRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly agent: Agent | SecureAgent;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** One POST of JSON. @throws when no complete answer came in time: whether the receiver acted is then unknown. */
export function httpPost({ url, headers, body, agent, timeoutMs, signal }: PostRequest): Promise<Answer> {
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method: "POST",
      agent,
      signal,
      headers: { ...headers, "content-type": "application/json", "content-length": Buffer.byteLength(body) },
    });
    // A timer of its own: combined signals stay in memory as long as the longest-lived of them.
    const timer = setTimeout(() => outgoing.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    outgoing.on("close", () => clearTimeout(timer));
    outgoing.on("error", reject);
    outgoing.on("response", (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const retryAfter = incoming.headers["retry-after"];
        resolve({
          status: incoming.statusCode ?? 0,
          retryAfterSeconds: retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : undefined,
          text: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    outgoing.end(body);
  });
}
