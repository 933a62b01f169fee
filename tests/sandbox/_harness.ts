import { Bot } from "grammy";
import { Stage } from "../../sandbox/telegram/actors/stage.js";
import { createManualClock } from "../../sandbox/telegram/clock.js";
import type { ManualClock } from "../../sandbox/telegram/clock.js";
import { startSandboxTelegram } from "../../sandbox/telegram/sandbox.js";
import type { SandboxOptions, SandboxTelegram } from "../../sandbox/telegram/sandbox.js";
import { UPDATE_KINDS } from "../../sandbox/telegram/updates/lanes.js";

export const START = new Date("2026-11-22T12:00:00Z");
export const MINI_APP = "https://app.example/";

export type Play = AsyncDisposable & { sandbox: SandboxTelegram; stage: Stage; bot: Bot; clock: ManualClock };

/** A sandbox with a grammY bot that polls it; when the test ends both are gone and the sandbox was clean. */
export async function play(set: (bot: Bot) => void, options: SandboxOptions = {}): Promise<Play> {
  const clock = createManualClock(START);
  const sandbox = await startSandboxTelegram({ clock, mainAppUrl: MINI_APP, ...options });
  const bot = new Bot(sandbox.token, { client: { apiRoot: sandbox.apiRoot } });
  set(bot);
  await bot.init();
  // A bot that throws must not take the test process down; the checks find what it left undone.
  bot.catch(() => undefined);
  const running = bot.start({ timeout: 20, allowed_updates: UPDATE_KINDS });
  return {
    sandbox,
    stage: new Stage(sandbox),
    bot,
    clock,
    async [Symbol.asyncDispose]() {
      try {
        sandbox.assertClean();
      } finally {
        await bot.stop();
        await running;
        await sandbox[Symbol.asyncDispose]();
      }
    },
  };
}

export type RawAnswer = {
  status: number;
  body: {
    ok: boolean;
    result?: unknown;
    error_code?: number;
    description?: string;
    parameters?: Record<string, unknown>;
  };
};

export type Scene = AsyncDisposable & {
  sandbox: SandboxTelegram;
  stage: Stage;
  clock: ManualClock;
  /** Calls a method as a bot would, and gives back what came over the wire. */
  call(method: string, params?: Record<string, unknown>): Promise<RawAnswer>;
  /** The description of a refusal, or "ok". */
  refusal(method: string, params?: Record<string, unknown>): Promise<string>;
  /** The result. @throws Error when the call is refused */
  result(method: string, params?: Record<string, unknown>): Promise<Record<string, unknown>>;
};

/** A sandbox without a bot: tests speak to it over HTTP by hand. */
export async function scene(options: SandboxOptions = {}): Promise<Scene> {
  const clock = createManualClock(START);
  const sandbox = await startSandboxTelegram({ clock, mainAppUrl: MINI_APP, ...options });
  const call = async (method: string, params: Record<string, unknown> = {}): Promise<RawAnswer> => {
    const response = await fetch(`${sandbox.apiRoot}/bot${sandbox.token}/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(params),
    });
    return { status: response.status, body: (await response.json()) as RawAnswer["body"] };
  };
  return {
    sandbox,
    stage: new Stage(sandbox),
    clock,
    call,
    async refusal(method, params) {
      const { body } = await call(method, params);
      return body.ok ? "ok" : `${body.error_code} ${body.description}`;
    },
    async result(method, params) {
      const { body } = await call(method, params);
      if (!body.ok) throw new Error(`${method}: ${body.description}`);
      return body.result as Record<string, unknown>;
    },
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
}
