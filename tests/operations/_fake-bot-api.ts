import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Bot API server that answers what the test says, to the one token it knows. */
export class FakeBotApi implements AsyncDisposable {
  /** Results by method. */
  readonly results: Record<string, unknown> = {};
  readonly #server: Server;

  constructor(token: string) {
    this.#server = createServer((request, response) => {
      const [, given, method = ""] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url ?? "") ?? [];
      const body =
        given === token && method in this.results
          ? { ok: true, result: this.results[method] }
          : { ok: false, error_code: 401, description: "Unauthorized" };
      response.writeHead(body.ok ? 200 : 401, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    });
  }

  async listen(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}
