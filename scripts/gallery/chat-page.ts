import type { Browser, Locator, Page } from "playwright-core";
import { wearEmoji } from "./emoji.js";
import { wearFonts } from "./fonts.js";
import { pack } from "./pack.js";
import { WINDOWS, type Look } from "./shot.js";

/** An answer takes some 20 ms; pictures in mid-animation lie about the layout. */
const SETTLED_MS = 900;

/** One of the people of the sandbox, and the chat he looks at. */
export interface Seat {
  person: "Alice" | "Bruno";
  chat: "bot" | "supergroup" | "list";
}

/** What somebody does: types and sends, only types, presses a button of the bot's, or clicks anything else. */
export type Step =
  | { says: string }
  | { types: string }
  | { presses: RegExp }
  | { clicks: (page: Page) => Locator }
  | { fills: (page: Page) => Locator; with: string };

/** The chat page of the sandbox in one look, its fonts on. */
export async function openChat(browser: Browser, url: string, seat: Seat, [size, theme]: Look): Promise<Page> {
  const isPhone = size !== "desktop";
  const context = await browser.newContext({
    viewport: WINDOWS[size],
    colorScheme: theme,
    // Sharp on a phone; a desktop's window is wide enough.
    deviceScaleFactor: isPhone ? 1.5 : 1,
    hasTouch: isPhone,
    locale: "en-US",
    timezoneId: "Europe/Berlin",
    bypassCSP: true,
  });
  const page = await context.newPage();
  await page.goto(url);
  await wearFonts(page);
  // The page begins as Alice.
  if (seat.person !== "Alice") {
    if (isPhone) await page.getByTestId("acting-as").click();
    await page
      .getByRole("button", { name: new RegExp(`^Act as ${seat.person}`) })
      .last()
      .click();
    await page.waitForTimeout(SETTLED_MS);
  }
  if (seat.chat === "list") return page;
  const rows = page.locator(`[data-testid=chat-row][data-kind=${seat.chat}]`);
  // Scenes make further groups.
  await (seat.chat === "bot" ? rows : rows.filter({ has: page.getByText("Goat Lounge", { exact: true }) })).click();
  if (seat.chat === "bot") await startOnce(page);
  // On a wide window the field of the chat before stands there until now.
  await page.waitForTimeout(SETTLED_MS);
  return page;
}

/** A chat that was never opened begins with Start. */
async function startOnce(page: Page): Promise<void> {
  const start = page.getByRole("button", { name: "Start", exact: true }).last();
  // The two take a moment to appear.
  await start.or(page.getByTestId("menu-button")).first().waitFor();
  if (await start.isVisible()) await start.click();
  await page.getByTestId("composer-input").waitFor();
}

export async function play(page: Page, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if ("says" in step) {
      await page.getByTestId("composer-input").fill(step.says);
      await page.getByTestId("send-button").click();
    } else if ("types" in step) await page.getByTestId("composer-input").fill(step.types);
    else if ("presses" in step) {
      await page.getByTestId("inline-button").filter({ hasText: step.presses }).last().click();
    } else if ("clicks" in step) await step.clicks(page).click();
    else await step.fills(page).fill(step.with);
    await page.waitForTimeout(SETTLED_MS);
  }
}

/** The end of the chat as a small picture; the page cannot be used any more. */
export async function photograph(page: Page): Promise<Buffer> {
  const messages = page.getByTestId("message");
  // A chat opens where one stopped reading; its keyboard belongs to the message.
  if ((await messages.count()) > 0)
    await messages.last().evaluate((message) => message.scrollIntoView({ block: "end" }));
  await page.mouse.move(0, 0);
  // Longer than the date lingers that hangs over the messages.
  await page.waitForTimeout(1_700);
  await wearFonts(page);
  await wearEmoji(page);
  const picture = await pack(await page.screenshot());
  await page.context().close();
  return picture;
}
