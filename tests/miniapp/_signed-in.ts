import type { Browser } from "playwright-core";
import { signInitData } from "../api/_api.js";
import { openApp, type OpenOptions, type OpenPage } from "./_page.js";

/** Of the sandbox's bot when no other is configured; worthless elsewhere (config.ts). */
export const SANDBOX_TOKEN = "7000000042:sandbox-bot-token-for-development-only";

export interface VisitOptions extends OpenOptions {
  /** Telegram's number of who opens the app. */
  person: number;
  firstName?: string;
  token?: string;
}

/** Opens the app of a running API as somebody whose launch data are signed as Telegram signs them. */
export function openAs(browser: Browser, url: string, options: VisitOptions): Promise<OpenPage> {
  const { person, firstName = "Ann", token = SANDBOX_TOKEN, ...open } = options;
  const user = JSON.stringify({
    id: person,
    first_name: firstName,
    language_code: open.telegram?.languageCode ?? "en",
  });
  const initData = signInitData({ user }, new Date(), token);
  return openApp(browser, url, { ...open, telegram: { ...open.telegram, initData } });
}
