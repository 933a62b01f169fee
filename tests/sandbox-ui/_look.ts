/**
 * Pictures of the chat page for people to look at: `npx tsx tests/sandbox-ui/_look.ts <folder>`.
 * Nothing is compared; whoever changes the page looks at them.
 */
/* oxlint-disable no-console -- a command line's only way to speak */
import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "./_chromium.js";
import { buildPage, startStage, type Stage } from "./_stage.js";

const ALICE = 200_001;
const BRUNO = 200_002;
const CHIDI = 200_003;
const DARYA = 200_004;
const LIOR = 200_005;
const LOUNGE = -1_001_900_000_001;

async function prepare({ sandbox }: Stage): Promise<void> {
  const say = (userId: number, chatId: number, text: string) => sandbox.act(userId, { do: "sendText", chatId, text });
  await sandbox.act(LIOR, { do: "join", chatId: LOUNGE });
  await say(BRUNO, LOUNGE, "Morning all! Anyone else racing this week?");
  await say(LIOR, LOUNGE, "שלום לכולם, אני בפנים! Who is in front? 🏆");
  await say(DARYA, LOUNGE, "Я на третьем месте, осторожно");
  await say(CHIDI, LOUNGE, "/race");
  await settled(sandbox);
  await say(ALICE, LOUNGE, "Third is mine by Sunday");
  await say(
    ALICE,
    LOUNGE,
    "A long message with a very long unbroken word: " +
      "donaudampfschifffahrt".repeat(5) +
      ", and then some more text that has to wrap over several lines without pushing anything out of the bubble.",
  );
  await say(BRUNO, LOUNGE, "🔥");
  const board = lastOfBot(sandbox, LOUNGE);
  await sandbox.act(ALICE, { do: "pin", chatId: LOUNGE, messageId: board });
  await sandbox.act(BRUNO, { do: "react", chatId: LOUNGE, messageId: board, emoji: "🔥" });
  await sandbox.act(DARYA, { do: "react", chatId: LOUNGE, messageId: board, emoji: "❤" });
  const reply = { do: "sendText", chatId: LOUNGE, text: "That is *my* place", replyToMessageId: board } as const;
  const sent = await sandbox.act(ALICE, reply);
  if (sent.kind === "sent") {
    const { messageId } = sent;
    await sandbox.act(ALICE, { do: "editText", chatId: LOUNGE, messageId, text: "That is my place, and I keep it" });
  }
  await makeForum(sandbox);
  await sandbox.act(ALICE, { do: "startBot", payload: "v1_race_7" });
  await settled(sandbox);
  for (const command of ["/formats", "/card", "/race"]) {
    await say(ALICE, ALICE, command);
    await settled(sandbox);
  }
}

function lastOfBot(sandbox: Stage["sandbox"], chatId: number): number {
  const messages = [...sandbox.core.world.chat(chatId).messages.values()];
  return messages.findLast((message) => message.fromId === sandbox.botId)?.id ?? 0;
}

let forumId = 0;

async function makeForum(sandbox: Stage["sandbox"]): Promise<void> {
  const memberIds = [sandbox.botId, BRUNO, CHIDI];
  const made = await sandbox.act(ALICE, { do: "createGroup", title: "Race Room", kind: "supergroup", memberIds });
  if (made.kind !== "created") throw new Error("no group");
  forumId = made.chatId;
  await sandbox.act(ALICE, { do: "setForum", chatId: forumId, isForum: true });
  for (const [name, text] of [
    ["Results", "Last week's results are out"],
    ["Off topic", "Who likes goats?"],
  ] as const) {
    const topic = await sandbox.act(ALICE, { do: "createTopic", chatId: forumId, name });
    if (topic.kind !== "created" || topic.threadId === undefined) throw new Error("no topic");
    const { threadId } = topic;
    await sandbox.act(CHIDI, { do: "sendText", chatId: forumId, text, threadId });
    if (name === "Off topic") await sandbox.act(ALICE, { do: "closeTopic", chatId: forumId, threadId });
  }
}

/** Until the bot has nothing left to do. */
async function settled(sandbox: Stage["sandbox"]): Promise<void> {
  const size = (): number =>
    JSON.stringify([...sandbox.core.world.chats.values()].map((chat) => [...chat.messages.keys()])).length;
  for (let before = -1; before !== size();) {
    before = size();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

type Shot = {
  name: string;
  user: number;
  chat?: number | (() => number);
  before?: (page: Page) => Promise<unknown>;
  phoneOnly?: true;
};

const SHOTS: Shot[] = [
  { name: "welcome", user: CHIDI, chat: CHIDI },
  { name: "list", user: ALICE },
  { name: "group", user: ALICE, chat: LOUNGE },
  { name: "private", user: ALICE, chat: ALICE },
  {
    name: "formats",
    user: ALICE,
    chat: ALICE,
    before: (page) =>
      page
        .getByText("A hidden")
        .first()
        .scrollIntoViewIfNeeded({ timeout: 2000 })
        .catch(() => undefined),
  },
  { name: "commands", user: ALICE, chat: ALICE, before: (page) => page.getByTestId("composer-input").fill("/") },
  {
    name: "inline",
    user: ALICE,
    chat: LOUNGE,
    before: async (page) => {
      await page.getByTestId("composer-input").fill("@goatedvips_sandbox_bot week");
      await page.getByTestId("inline-result").first().waitFor();
    },
  },
  {
    name: "app",
    user: ALICE,
    chat: ALICE,
    before: async (page) => {
      await page.getByTestId("menu-button").click();
      await page.locator('iframe[data-ready="true"]').waitFor();
      const app = page.frameLocator("iframe");
      await app.getByRole("button", { name: "Expand" }).click();
      await app.getByRole("button", { name: "Main button" }).click();
    },
  },
  {
    name: "popup",
    user: ALICE,
    chat: ALICE,
    before: async (page) => {
      await page.getByTestId("menu-button").click();
      await page.frameLocator("iframe").getByRole("button", { name: "Popup" }).click();
    },
  },
  {
    name: "menu",
    user: ALICE,
    chat: LOUNGE,
    before: (page) => page.getByTestId("message").last().click({ button: "right" }),
  },
  { name: "forum", user: ALICE, chat: () => forumId },
  {
    name: "closed",
    user: BRUNO,
    chat: () => forumId,
    before: (page) => page.getByRole("tab", { name: /Off topic/ }).click(),
  },
  { name: "foruminfo", user: ALICE, chat: () => forumId, before: (page) => page.getByTestId("open-chat-info").click() },
  {
    name: "newgroup",
    user: ALICE,
    chat: LOUNGE,
    before: async (page) => {
      if (await page.getByTestId("back-to-list").isVisible()) await page.getByTestId("back-to-list").click();
      await page.getByTestId("new-group").click();
    },
  },
  {
    name: "share",
    user: ALICE,
    chat: LOUNGE,
    before: (page) => page.getByRole("button", { name: "Share" }).first().click(),
  },
  {
    name: "toast",
    user: ALICE,
    chat: LOUNGE,
    before: (page) => page.getByRole("button", { name: "Refresh" }).first().click(),
  },
  {
    name: "link",
    user: ALICE,
    chat: ALICE,
    before: (page) => page.getByRole("link", { name: "example.org" }).first().click(),
  },
  {
    name: "reply",
    user: ALICE,
    chat: ALICE,
    before: async (page) => {
      await page.getByTestId("composer-input").fill("/ask");
      await page.keyboard.press("Enter");
      await page.getByTestId("compose-mode").waitFor();
    },
  },
  {
    name: "log",
    user: ALICE,
    chat: ALICE,
    before: async (page) => {
      await page.getByTestId("menu-button").click();
      await page.frameLocator("iframe").getByRole("button", { name: "Nonsense" }).click();
      await page.getByTestId("app-menu").click();
      await page.getByRole("menuitem", { name: "Bridge log" }).click();
    },
  },
  {
    name: "question",
    user: ALICE,
    chat: ALICE,
    before: async (page) => {
      await page.getByTestId("menu-button").click();
      await page.frameLocator("iframe").getByRole("button", { name: "Confirm closing" }).click();
      await page.frameLocator("iframe").getByRole("button", { name: "Haptic" }).click();
      await page.getByTestId("app-close").click();
    },
  },
  { name: "people", user: ALICE, phoneOnly: true, before: (page) => page.getByTestId("acting-as").click() },
  { name: "info", user: ALICE, chat: LOUNGE, before: (page) => page.getByTestId("open-chat-info").click() },
  {
    name: "alert",
    user: ALICE,
    chat: ALICE,
    before: (page) => page.getByRole("button", { name: "Around me" }).last().click(),
  },
  {
    name: "keys",
    user: BRUNO,
    chat: BRUNO,
    before: async (page) => {
      await page
        .getByTestId("start-button")
        .click()
        .catch(() => undefined);
      await page.getByTestId("composer-input").fill("/keys");
      await page.keyboard.press("Enter");
      await page.getByTestId("reply-keyboard").waitFor();
    },
  },
];

const SIZES = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
} as const;

async function shoot(browser: Browser, stage: Stage, folder: string, only: string | undefined): Promise<void> {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"] as const) {
      const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: size === "phone" ? 2 : 1 });
      const page = await context.newPage();
      page.setDefaultTimeout(6000);
      page.on("pageerror", (error) => console.error(`${size} ${colorScheme}:`, error.message));
      page.on("console", (message) => {
        if (message.type() === "error") console.error(`${size} ${colorScheme}:`, message.text());
      });
      for (const shot of SHOTS.filter((one) => only === undefined || only.split(",").includes(one.name))) {
        if (size === "desktop" && shot.phoneOnly === true) continue;
        await page.goto("about:blank");
        await page.goto(
          `${stage.sandbox.url}/#/${shot.user}${shot.chat === undefined ? "" : `/${typeof shot.chat === "function" ? shot.chat() : shot.chat}`}`,
        );
        await page.getByTestId(shot.chat === undefined ? "chat-list" : "chat-pane").waitFor();
        await page.waitForTimeout(300);
        await shot.before?.(page).catch((error: unknown) => console.error(shot.name, String(error).slice(0, 300)));
        await page.waitForTimeout(450);
        await page.screenshot({ path: join(folder, `${shot.name}-${size}-${colorScheme}.png`) });
      }
      await context.close();
    }
  }
}

const folder = process.argv[2];
if (folder === undefined) throw new Error("usage: npx tsx tests/sandbox-ui/_look.ts <folder> [name]");
await mkdir(folder, { recursive: true });
const uiDir = await mkdtemp(join(tmpdir(), "sandbox-ui-"));
await buildPage(uiDir);
const stage = await startStage(uiDir);
await prepare(stage);
const browser = await launchChromium();
try {
  await shoot(browser, stage, folder, process.argv[3]);
} finally {
  await browser.close();
  await stage[Symbol.asyncDispose]();
}
