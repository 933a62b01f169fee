import type { Page } from "playwright-core";
import { expect } from "vitest";
import { emit, posted } from "./_page.js";

/** Telegram's own button, once it says this and may be pressed. */
export async function pressMain(page: Page, text: string | RegExp): Promise<void> {
  await expect
    .poll(async () => (await posted(page, "web_app_setup_main_button")).at(-1))
    .toMatchObject({ is_visible: true, is_active: true, text: expect.stringMatching(text) as string });
  await emit(page, "main_button_pressed");
}
