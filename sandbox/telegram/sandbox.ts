import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { KeyObject } from "node:crypto";
import { Checks } from "./checks.js";
import type { ExpectedRefusal } from "./checks.js";
import type { SandboxClock } from "./clock.js";
import type { Act, ActResult, MiniAppHost, MiniAppLaunch, MiniAppOrigin } from "./control.js";
import type { Core } from "./core.js";
import { createCore } from "./create-core.js";
import type { FaultPlan } from "./faults.js";
import { serveBotApi } from "./http/bot-api.js";
import { serveControlApi } from "./http/control-api.js";
import { serveStatic } from "./http/static-files.js";
import { createSigningKey } from "./init-data.js";
import { openMiniApp } from "./mini-app.js";
import type { SandboxOptions } from "./options.js";
import { seedDemo } from "./state/seed-demo.js";
import { writeTranscript } from "./transcript.js";
import { performAct } from "./view/perform-act.js";

export type { SandboxOptions } from "./options.js";

const KEEP_ALIVE_MS = 600_000;

export type SandboxTelegram = AsyncDisposable & {
  /** For grammY's `client.apiRoot`; no trailing slash. */
  readonly apiRoot: string;
  /** Where the chat page is. */
  readonly url: string;
  readonly token: string;
  readonly botId: number;
  readonly botUsername: string;
  readonly clock: SandboxClock;
  /** The inside, for actors and checks; not for the product. */
  readonly core: Core;
  /** What a person does on the chat page. @throws PersonRefusal */
  act(userId: number, act: Act): Promise<ActResult>;
  /** Plans something that goes wrong. */
  fails(plan: FaultPlan): void;
  /** Names a refusal that a test wants to see. */
  expectRefusal(refusal: ExpectedRefusal): void;
  /**
   * The checks after each test: no refusal that was not named, every button press and inline query answered exactly
   * once, no update unhandled, every planned fault met.
   *
   * @throws Error with all findings and the transcript
   */
  assertClean(): void;
  /** @throws PersonRefusal when there is nothing to open */
  openMiniApp(userId: number, origin: MiniAppOrigin, host?: MiniAppHost): MiniAppLaunch;
};

/**
 * Starts the stand-in for Telegram: Bot API server, control API and chat page on one port. Disposing closes every
 * socket and timer.
 *
 * @throws Error when the port is taken or the token has no bot id
 */
export async function startSandboxTelegram(options: SandboxOptions = {}): Promise<SandboxTelegram> {
  const core = createCore(options);
  const key = createSigningKey();
  if (options.seedDemo) seedDemo(core.world);
  const server = createServer((request, response) => void serve(core, key, options, request, response));
  // A pooled socket of the bot must not be closed under its next request: that would look like a lost answer.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  // Long polls last 50 s and event streams for ever; the bot, not the server, decides when to go.
  server.requestTimeout = 0;
  const checks = new Checks(core);
  const url = await listen(server, options.port ?? 0, options.host ?? "127.0.0.1");
  return {
    apiRoot: url,
    url,
    token: core.config.token,
    botId: core.world.botId,
    botUsername: core.world.bot.username ?? "",
    clock: core.clock,
    core,
    openMiniApp: (userId, origin, host) => openMiniApp(core, key, userId, origin, host),
    act: (userId, act) => performAct(core, key, userId, act),
    fails: (plan) => core.faults.plan(plan),
    expectRefusal: (refusal) => checks.expectRefusal(refusal),
    assertClean() {
      const findings = checks.findings();
      if (findings.length > 0)
        throw new Error(`The sandbox is not clean:\n- ${findings.join("\n- ")}\n\n${writeTranscript(core)}`);
    },
    async [Symbol.asyncDispose]() {
      core.polling.stop();
      core.webhook.stop();
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  core: Core,
  key: KeyObject,
  { uiDir, beside }: Pick<SandboxOptions, "uiDir" | "beside">,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const url = new URL(request.url ?? "/", "http://sandbox.invalid");
    if (/^\/(?:file\/)?bot/.test(url.pathname)) await serveBotApi(core, request, response, url);
    else if (beside !== undefined && url.pathname.startsWith(beside.prefix)) await beside.serve(request, response, url);
    else if (url.pathname.startsWith("/sandbox/api/")) await serveControlApi(core, key, request, response, url);
    else {
      request.resume();
      await serveStatic(uiDir, response, url.pathname);
    }
  } catch (error) {
    // A fault of the sandbox itself, told to whoever asked: a hanging socket would hide it.
    if (response.destroyed) return;
    const description = `EMULATOR: internal error: ${error instanceof Error ? (error.stack ?? error.message) : "unknown"}`;
    if (!response.headersSent) response.writeHead(500, { "content-type": "application/json" });
    response.end(JSON.stringify({ ok: false, error_code: 500, description }));
  }
}

function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      const actual = typeof address === "object" && address !== null ? address.port : port;
      resolve(`http://${host === "0.0.0.0" ? "localhost" : host}:${actual}`);
    });
  });
}
