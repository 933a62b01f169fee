import { join } from "node:path";
import type { Config } from "./config.js";
import type { TelegramChat } from "./core/telegram/chats.js";
import type { TelegramPerson } from "./core/people/telegram-users.js";
import { projectRoot } from "./project-root.js";
import { systemClock } from "./core/clock.js";
import { PolledCasino } from "./sandbox/casino/polled/polled-casino.js";
import { servePolledCasino } from "./sandbox/casino/polled/serve.js";
import { LINKED_CHANNEL_SENDER_ID } from "./sandbox/telegram/state/world.js";
import { startSandboxTelegram } from "./sandbox/telegram/sandbox.js";
import { telegramUserId } from "./wire/ids.js";

/** Telegram takes https addresses only, so the bot speaks of these and the sandbox opens the local ones instead. */
const MINI_APP_URL = "https://goatedvips.example";
const WEBHOOK_URL = "https://hooks.goatedvips.example";

export interface RunningSandbox extends AsyncDisposable {
  token: string;
  apiRoot: string;
  /** Where the chat page is opened; it frames the Mini App. */
  origin: string;
  miniAppUrl: string;
  /** Where it posts updates in webhook mode. */
  webhookUrl: string;
  botUsername: string;
  people: TelegramPerson[];
  /** Groups in which the bot is an administrator already. */
  groups: TelegramChat[];
}

/** The stand-in for Telegram with its invented people and its chat page. */
export async function startSandbox(
  config: Pick<Config, "host" | "sandboxPort" | "bot" | "publicUrl" | "webhookPublicUrl" | "miniAppName">,
): Promise<RunningSandbox> {
  // A casino that is asked for totals, for whoever wants to see how that goes wrong (docs/sources.md).
  const casino = new PolledCasino({ players: 200, seed: 2026, clock: systemClock, betsPerHour: 600, activeShare: 0.3 });
  const sandbox = await startSandboxTelegram({
    host: config.host,
    port: config.sandboxPort,
    token: config.bot.token,
    uiDir: join(projectRoot, "dist", "sandbox-ui"),
    urlMap: [
      { publicPrefix: MINI_APP_URL, localPrefix: config.publicUrl },
      { publicPrefix: WEBHOOK_URL, localPrefix: config.webhookPublicUrl },
    ],
    mainAppUrl: MINI_APP_URL,
    ...(config.miniAppName === null ? {} : { apps: { [config.miniAppName]: MINI_APP_URL } }),
    seedDemo: true,
    beside: { prefix: "/casino/", serve: (...call) => servePolledCasino(casino, ...call) },
  });
  return {
    token: sandbox.token,
    apiRoot: sandbox.apiRoot,
    origin: `http://localhost:${new URL(sandbox.url).port}`,
    miniAppUrl: MINI_APP_URL,
    webhookUrl: WEBHOOK_URL,
    botUsername: sandbox.botUsername,
    people: [...sandbox.core.world.users.values()].filter(isPerson).map((person) => ({
      id: telegramUserId(person.id),
      firstName: person.firstName,
      lastName: person.lastName ?? null,
      username: person.username ?? null,
      languageCode: person.languageCode ?? null,
    })),
    groups: [...sandbox.core.world.chats.values()].flatMap(({ id, kind, title }) =>
      kind === "supergroup" ? [{ id, kind, title, isForum: false }] : [],
    ),
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
}

/** Telegram's own accounts (anonymous administrators, linked channels) are bots or number 777000. */
function isPerson(user: { id: number; isBot: boolean }): boolean {
  return !user.isBot && user.id !== LINKED_CHANNEL_SENDER_ID;
}
