import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build as bundle } from "esbuild";
import { build } from "vite";
import { startSandboxTelegram, type SandboxTelegram } from "../../sandbox/telegram/sandbox.js";
import { APP_URL, createDemoBot, introduce } from "./_bot.js";

const HERE = new URL(".", import.meta.url);
const UI = new URL("../../sandbox/ui/", HERE);

export type Stage = AsyncDisposable & {
  sandbox: SandboxTelegram;
  /** Lets the bot answer the button "Slow". */
  release: () => void;
};

/** Builds the chat page once, into a folder of the caller's. */
export async function buildPage(outDir: string): Promise<void> {
  await build({
    configFile: fileURLToPath(new URL("vite.config.ts", UI)),
    logLevel: "error",
    build: { outDir, emptyOutDir: true },
  });
}

async function sdkPage(): Promise<string> {
  const { outputFiles } = await bundle({
    entryPoints: [fileURLToPath(new URL("_sdk-app.mjs", HERE))],
    bundle: true,
    write: false,
    format: "iife",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const script = outputFiles[0]?.text.replaceAll("</script", "<\\/script") ?? "";
  return `<!doctype html><meta charset="utf-8"><title>SDK app</title><body><script>${script}</script>`;
}

/** Both test apps on an origin of their own: one speaks the bridge by hand, `/sdk` through the library. */
async function serveApp(): Promise<{ url: string; close: () => Promise<void> }> {
  const byHand = await readFile(new URL("_mini-app.html", HERE), "utf8");
  const bySdk = await sdkPage();
  const server = createServer((request, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(request.url?.startsWith("/sdk") === true ? bySdk : byHand);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/`, close };
}

/** The real sandbox with its demo people, the demo bot and a Mini App on an origin of its own. */
export async function startStage(uiDir: string, port = 0): Promise<Stage> {
  const app = await serveApp();
  const sandbox = await startSandboxTelegram({
    port,
    uiDir,
    seedDemo: true,
    mainAppUrl: APP_URL,
    apps: { race: APP_URL, sdk: `${APP_URL}sdk` },
    urlMap: [{ publicPrefix: APP_URL, localPrefix: app.url }],
  });
  // The seeded group has the first number a new supergroup would get; take that number, or the new one replaces it.
  sandbox.core.world.ids.next("supergroup", 1_900_000_001);
  let release = (): void => undefined;
  const slow = new Promise<void>((resolve) => {
    release = resolve;
  });
  const bot = createDemoBot(sandbox.token, sandbox.apiRoot, () => slow);
  await bot.init();
  await introduce(bot);
  const polling = bot.start({ allowed_updates: ["message", "callback_query", "inline_query", "my_chat_member"] });
  return {
    sandbox,
    release: () => release(),
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await polling;
      await sandbox[Symbol.asyncDispose]();
      await app.close();
    },
  };
}
