// What people see of the bot, in the chat page of the sandbox: `tsx scripts/take-chat-gallery.ts`. Needs a system font with
// emoji (Debian: fonts-noto-color-emoji). Pictures and their page go to docs/gallery/.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { projectRoot } from "../project-root.js";
import { browserPath } from "../tests/_browser.js";
import { startProcess, type RunningProduct } from "../tests/_product.js";

/** JPEG at 70 keeps a picture below 100 KB. */
const QUALITY = 70;
const SETTLED_MS = 800;
const FOLDER = join(projectRoot, "docs", "gallery");
const WINDOWS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;

interface Scene {
  name: string;
  person: "Alice" | "Bruno";
  chat: "bot" | "supergroup";
  /** What is typed (a text) or pressed (a button), in order. */
  steps: readonly ({ says: string } | { presses: RegExp })[];
}

/** Alice ends the race, checks the result and makes it final: what the last pictures show. */
const ENDING: Scene = {
  name: "ending",
  person: "Alice",
  chat: "bot",
  steps: [
    { says: "/races" },
    { presses: /Goat Lounge Weekly/ },
    { presses: /End now/ },
    { says: "The stream is over" },
    { presses: /End it now/ },
    { says: "/settle" },
    { presses: /Goat Lounge Weekly/ },
    { presses: /^✅ Settle/ },
    { presses: /Check and make final/ },
    { presses: /Make final/ },
  ],
};
const AFTER_THE_END: readonly Scene[] = [
  { name: "chat-result", person: "Bruno", chat: "supergroup", steps: [] },
  { name: "chat-prizes", person: "Bruno", chat: "bot", steps: [{ says: "/prizes" }] },
  { name: "chat-past", person: "Bruno", chat: "bot", steps: [{ says: "/history" }] },
];

/** In the order in which a newcomer meets them. */
const SCENES: readonly Scene[] = [
  { name: "chat-welcome", person: "Bruno", chat: "bot", steps: [{ says: "/start" }] },
  { name: "chat-race", person: "Bruno", chat: "supergroup", steps: [{ says: "/race" }] },
  { name: "chat-board", person: "Bruno", chat: "bot", steps: [{ says: "/leaderboard week" }] },
  { name: "chat-me", person: "Bruno", chat: "bot", steps: [{ says: "/me" }] },
  { name: "chat-picture", person: "Bruno", chat: "bot", steps: [{ says: "/race" }, { presses: /As a picture/ }] },
  {
    name: "chat-settings",
    person: "Bruno",
    chat: "bot",
    steps: [{ says: "/settings" }, { presses: /Messages from me/ }],
  },
  { name: "chat-rewards", person: "Bruno", chat: "bot", steps: [{ says: "/rewards" }] },
  { name: "chat-lanes", person: "Bruno", chat: "bot", steps: [{ says: "/race" }, { presses: /Lanes/ }] },
  { name: "chat-predict", person: "Bruno", chat: "bot", steps: [{ says: "/race" }, { presses: /Predict the podium/ }] },
  { name: "chat-admin", person: "Alice", chat: "bot", steps: [{ says: "/admin" }] },
  {
    name: "chat-wizard",
    person: "Alice",
    chat: "bot",
    steps: [{ says: "/newrace" }, { says: "December Sprint" }],
  },
];

async function open(
  browser: Browser,
  product: RunningProduct,
  scene: Scene,
  theme: "light" | "dark",
  window: keyof typeof WINDOWS,
): Promise<Page> {
  const context = await browser.newContext({
    viewport: WINDOWS[window],
    colorScheme: theme,
    locale: "en-US",
    timezoneId: "Europe/Berlin",
  });
  const page = await context.newPage();
  await page.goto(product.sandbox);
  // The page begins as Alice; her button would open the list of people.
  if (scene.person !== "Alice") await page.getByRole("button", { name: /Bruno/ }).first().click();
  await page.locator(`[data-testid=chat-row][data-kind=${scene.chat}]`).click();
  if (scene.chat === "bot") await startOnce(page);
  return page;
}

/** A chat that was never opened begins with Start. */
async function startOnce(page: Page): Promise<void> {
  const start = page.getByRole("button", { name: "Start", exact: true }).last();
  await start.or(page.getByTestId("menu-button")).first().waitFor();
  if (await start.isVisible()) await start.click();
  await page.getByTestId("composer-input").waitFor();
}

async function play(page: Page, { steps }: Scene): Promise<void> {
  for (const step of steps) {
    if ("says" in step) {
      await page.getByTestId("composer-input").fill(step.says);
      await page.getByTestId("send-button").click();
    } else {
      await page.getByTestId("inline-button").filter({ hasText: step.presses }).last().click();
    }
    // An answer takes some 20 ms; pictures in mid-animation lie about the layout.
    await page.waitForTimeout(SETTLED_MS);
  }
}

async function shootAll(scenes: readonly Scene[]): Promise<void> {
  for (const window of ["phone", "desktop"] as const) {
    for (const theme of ["light", "dark"] as const) {
      for (const scene of scenes) {
        const page = await open(browser, product, scene, theme, window);
        await play(page, scene);
        // A chat opens where one stopped reading.
        await page
          .getByTestId("message")
          .last()
          .evaluate((message) => message.scrollIntoView());
        await page.waitForTimeout(SETTLED_MS);
        const path = join(FOLDER, `${scene.name}-${window}-${theme}.jpg`);
        await page.screenshot({ path, type: "jpeg", quality: QUALITY });
        await page.context().close();
      }
    }
  }
}

mkdirSync(FOLDER, { recursive: true });
const executablePath = await browserPath();
// The packaged browser brings its own few fonts; these pictures want the system's.
delete process.env["FONTCONFIG_PATH"];
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"] });
const product = await startProcess({});
try {
  await shootAll(SCENES);
  const page = await open(browser, product, ENDING, "light", "phone");
  await play(page, ENDING);
  await page.context().close();
  await shootAll(AFTER_THE_END);
} finally {
  await browser.close();
  await product[Symbol.asyncDispose]();
}
const rows = [...SCENES, ...AFTER_THE_END].map(({ name }) => {
  const cells = (["phone", "desktop"] as const).flatMap((window) =>
    (["light", "dark"] as const).map((theme) => `![${name}, ${window}, ${theme}](${name}-${window}-${theme}.jpg)`),
  );
  return `| ${cells.join(" | ")} |`;
});
writeFileSync(
  join(FOLDER, "chat.md"),
  `# The bot in a chat\n\nMade by \`scripts/take-chat-gallery.ts\` from the sandbox.\n\n| phone | dark | desktop | dark |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`,
);
