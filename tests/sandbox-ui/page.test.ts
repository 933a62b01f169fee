import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchChromium } from "./_chromium.js";
import { buildPage, startStage, type Stage } from "./_stage.js";

const ALICE = 200_001;
const BRUNO = 200_002;
const LOUNGE = -1_001_900_000_001;
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

// Run in the page. Strings, because the tests are checked without the browser's types.
const SPEAK_LIKE_AN_APP = `new Promise((resolve) => {
  const close = JSON.stringify({ eventType: "web_app_close" });
  window.postMessage(close, "*");
  const stranger = document.createElement("iframe");
  stranger.srcdoc = \`<script>
    parent.postMessage(\${JSON.stringify(close)}, "*");
    parent.postMessage("over", "*");
  </\` + "script>";
  window.addEventListener("message", (event) => event.data === "over" && resolve());
  document.body.append(stranger);
})`;
const ANIMATIONS_OVER = `Promise.all(
  document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
    .map((one) => one.finished),
)`;
// Frames are left out: what an app shows is the app's to answer for.
const VIOLATIONS = `axe.run(document, { iframes: false }).then((found) =>
  found.violations.flatMap((one) => one.nodes.map((node) => one.id + ": " + node.target.join(" "))),
)`;

let uiDir: string;
let browser: Browser;
let stage: Stage;
let context: BrowserContext;
let problems: string[];

beforeAll(async () => {
  uiDir = await mkdtemp(join(tmpdir(), "sandbox-ui-"));
  await buildPage(uiDir);
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
  await rm(uiDir, { recursive: true, force: true });
});

beforeEach(async () => {
  stage = await startStage(uiDir);
  problems = [];
});

afterEach(async () => {
  await context.close();
  await stage[Symbol.asyncDispose]();
  // A page that throws is broken even where a test did not look.
  if (problems.length > 0) throw new Error(`The page threw: ${problems.join("; ")}`);
});

async function open(hash: string, viewport = DESKTOP, colorScheme: "light" | "dark" = "light"): Promise<Page> {
  context = await browser.newContext({ viewport, colorScheme });
  return openAgain(hash);
}

async function openAgain(hash: string): Promise<Page> {
  const page = await context.newPage();
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(`${stage.sandbox.url}/${hash}`);
  await page.getByTestId("chat-list").waitFor({ state: "attached" });
  return page;
}

const messages = (page: Page, text: string) => page.getByTestId("message").filter({ hasText: text });

const inlineButton = (page: Page, text: string) => page.getByTestId("inline-button").filter({ hasText: text });

async function say(page: Page, text: string): Promise<void> {
  await page.getByTestId("composer-input").fill(text);
  await page.keyboard.press("Enter");
}

async function started(viewport = DESKTOP): Promise<Page> {
  await stage.sandbox.act(ALICE, { do: "startBot" });
  const page = await open(`#/${ALICE}/${ALICE}`, viewport);
  await messages(page, "Welcome!").waitFor();
  return page;
}

describe("a newcomer", () => {
  it("lands in the bot's chat, presses Start and gets the bot's answer", async () => {
    const page = await open("");
    await page.getByTestId("bot-description").getByText("Races for the players").waitFor();
    await page.getByTestId("start-button").click();
    await messages(page, "You came with “nothing”").waitFor();
    await expect.poll(() => page.getByTestId("step-start").getAttribute("class")).toContain("is-done");
  });

  it("is led through a command in the group, the Mini App and another person by the first steps", async () => {
    const page = await started();
    await page.getByTestId("step-command").click();
    await messages(page, "Weekly race").waitFor();
    await page.getByTestId("step-app").click();
    await page.locator('iframe[data-ready="true"]').waitFor();
    await page.getByTestId("step-switch").click();
    await page.getByText("That is all of it").waitFor();
    const acting = page.getByTestId("person").and(page.locator('[aria-pressed="true"]'));
    await expect.poll(() => acting.innerText()).toBe("Bruno");
  });
});

describe("chatting", () => {
  it("shows one person's message to another at once", async () => {
    const alice = await open(`#/${ALICE}/${LOUNGE}`);
    const bruno = await openAgain(`#/${BRUNO}/${LOUNGE}`);
    await say(alice, "Good morning");
    const seen = messages(bruno, "Good morning");
    await seen.getByText("Alice Winter").waitFor();
    expect(await seen.getAttribute("data-outgoing")).toBe("false");
    await expect.poll(() => bruno.getByTestId("announcer").innerText()).toContain("Alice Winter: Good morning");
  });

  it("offers the bot's commands on a slash and sends the one chosen with the arrow keys", async () => {
    const page = await started();
    await page.getByTestId("composer-input").fill("/");
    const options = page.getByRole("option");
    await expect.poll(() => options.count()).toBe(6);
    await page.getByTestId("composer-input").press("ArrowDown");
    await expect.poll(() => page.getByRole("option", { selected: true }).innerText()).toContain("/formats");
    await page.keyboard.press("Enter");
    const formats = messages(page, "bold");
    expect(await formats.locator("strong em").innerText()).toBe("both");
    await formats.getByRole("button", { name: "Hidden text" }).click();
    await formats.getByText("hidden winner").waitFor();
  });

  it("keeps a pressed button turning until the bot answers, then shows the toast", async () => {
    const page = await started();
    await say(page, "/slow");
    const button = inlineButton(page, "Slow");
    await button.click();
    await page.locator('[data-testid="inline-button"][aria-busy="true"]').waitFor();
    stage.release();
    await page.getByTestId("toasts").getByText("At last").waitFor();
    await expect.poll(() => button.getAttribute("aria-busy")).toBe("false");
  });

  it("shows an alert that must be closed, and edits by the bot with their mark", async () => {
    const page = await started();
    await say(page, "/race");
    await inlineButton(page, "Around me").click();
    const alert = page.getByTestId("alert-dialog");
    await alert.getByText("You are number 12").waitFor();
    await alert.getByRole("button", { name: "OK" }).click();
    await alert.waitFor({ state: "detached" });
    await inlineButton(page, "What can you do?").click();
    await expect.poll(() => messages(page, "I show races").locator(".meta").innerText()).toContain("edited");
  });

  it("goes to the end when something is sent from further up, also when the answer is as quick as the message", async () => {
    for (let n = 0; n < 30; n += 1) {
      await stage.sandbox.act(BRUNO, { do: "sendText", chatId: LOUNGE, text: `Line ${n}` });
    }
    const page = await open(`#/${ALICE}/${LOUNGE}`);
    await page.getByTestId("scroll-to-bottom").waitFor();
    await say(page, "/race");
    await messages(page, "Weekly race").waitFor();
    await expect.poll(() => page.getByTestId("scroll-to-bottom").count()).toBe(0);
    await messages(page, "Weekly race").getByText("numbers can still change").waitFor();
  });

  it("replies, edits, pins and reacts through the menu of a message", async () => {
    const page = await open(`#/${ALICE}/${LOUNGE}`);
    await say(page, "First");
    await messages(page, "First").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Edit" }).click();
    await say(page, "First, corrected");
    await messages(page, "First, corrected").click({ button: "right" });
    await page.getByRole("menuitem", { name: "React with 🔥" }).click();
    await messages(page, "First, corrected").getByRole("button", { name: "🔥 1" }).waitFor();
    await messages(page, "First, corrected").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Pin" }).click();
    await page.getByTestId("pinned-bar").getByText("First, corrected").waitFor();
    await messages(page, "First, corrected").first().click({ button: "right" });
    await page.getByRole("menuitem", { name: "Reply" }).click();
    await say(page, "Second");
    await expect.poll(() => messages(page, "Second").locator(".reply-quote").innerText()).toContain("First, corrected");
  });

  it("asks the bot inline while somebody types its name and posts the chosen result", async () => {
    const page = await open(`#/${ALICE}/${LOUNGE}`);
    await page.getByTestId("composer-input").fill(`@${stage.sandbox.botUsername} week`);
    await page.getByTestId("inline-result").filter({ hasText: "Share my card" }).click();
    await messages(page, "My card for “week”").getByText(`via @${stage.sandbox.botUsername}`).waitFor();
    await expect.poll(() => page.getByTestId("composer-input").inputValue()).toBe("");
  });

  it("puts the bot's keyboard in place, and away again after one use when the bot wished so", async () => {
    const page = await started();
    await say(page, "/keys");
    await page.getByTestId("reply-keyboard").getByRole("button", { name: "This week" }).click();
    await messages(page, "This week").waitFor();
    await expect.poll(() => page.getByTestId("reply-keyboard").count()).toBe(0);
  });

  it("leads a deep link back into the bot's chat with its payload on the Start button", async () => {
    const page = await started();
    await say(page, "/links");
    await page.getByRole("link", { name: "start=v1_race_9" }).first().click();
    await page.getByTestId("start-button").click();
    await messages(page, "You came with “v1_race_9”").waitFor();
    await expect.poll(() => page.getByTestId("composer-input").isVisible()).toBe(true);
  });

  it("shows a refusal of the sandbox and gives the text back", async () => {
    const page = await started();
    await say(page, "x".repeat(5000));
    await page.getByTestId("toasts").locator(".toast").first().waitFor();
    await expect.poll(() => page.getByTestId("composer-input").inputValue()).toHaveLength(5000);
  });

  it("shows topics of a forum apart and together", async () => {
    const { sandbox } = stage;
    await sandbox.act(ALICE, { do: "setForum", chatId: LOUNGE, isForum: true });
    const topic = await sandbox.act(ALICE, { do: "createTopic", chatId: LOUNGE, name: "Results" });
    if (topic.kind !== "created" || topic.threadId === undefined) throw new Error("no topic");
    const page = await open(`#/${ALICE}/${LOUNGE}`);
    await say(page, "In general");
    await page.getByRole("tab", { name: "Results" }).click();
    await say(page, "In results");
    await messages(page, "In results").waitFor();
    expect(await messages(page, "In general").count()).toBe(0);
    await page.getByRole("tab", { name: "All" }).click();
    await messages(page, "In general").waitFor();
    await messages(page, "In results").locator(".bubble-note").getByText("Results").waitFor();
  });

  it("says so when the sandbox is gone", async () => {
    const page = await started();
    await stage[Symbol.asyncDispose]();
    await expect.poll(() => page.getByText("The sandbox does not answer").count()).toBe(1);
    stage = await startStage(uiDir);
  });
});

describe("the Mini App", () => {
  async function opened(viewport = DESKTOP): Promise<Page> {
    const page = await started(viewport);
    await page.getByTestId("menu-button").click();
    await page.locator('iframe[data-ready="true"]').waitFor();
    return page;
  }

  it("opens signed for the person who acts, and each person has a phone of his own", async () => {
    const page = await opened();
    await page.frameLocator("iframe").getByRole("heading", { name: "Hello, Alice" }).waitFor();
    await page.getByRole("button", { name: "Act as Bruno Costa" }).click();
    const phone = page.getByTestId("phone").and(page.locator(`[data-user-id="${ALICE}"]`));
    await expect.poll(() => phone.isVisible()).toBe(false);
    await page.getByRole("button", { name: "Act as Alice Winter" }).click();
    await expect.poll(() => phone.isVisible()).toBe(true);
    // Still the same page in the frame: it remembers being put away.
    const heard = page.frameLocator("iframe").getByLabel("Heard");
    await expect.poll(() => heard.innerText()).toMatch(/"is_visible":false\}\n[^]*"is_visible":true\}/);
  });

  it("follows the theme of the page while it is open", async () => {
    const page = await opened();
    const colour = () => page.frames().at(-1)?.evaluate("getComputedStyle(document.body).backgroundColor");
    await expect.poll(colour).toBe("rgb(255, 255, 255)");
    await page.getByTestId("theme-toggle").first().click();
    await expect.poll(colour).toBe("rgb(23, 33, 43)");
  });

  it("shows its buttons and popup, and tells it what was pressed", async () => {
    const page = await opened();
    const app = page.frameLocator("iframe");
    const heard = app.getByLabel("Heard");
    await app.getByRole("button", { name: "Main button" }).click();
    await page.getByTestId("main-button").click();
    await page.getByTestId("secondary-button").click();
    await app.getByRole("button", { name: "Back button" }).click();
    await page.getByTestId("app-back").click();
    await app.getByRole("button", { name: "Popup" }).click();
    await page.getByTestId("app-popup").getByRole("button", { name: "Leave" }).click();
    await heard.getByText('popup_closed {"button_id":"leave"}').waitFor();
    const text = await heard.innerText();
    for (const event of ["main_button_pressed", "secondary_button_pressed", "back_button_pressed"]) {
      expect(text).toContain(event);
    }
    await app.getByRole("button", { name: "Haptic" }).click();
    await page.getByTestId("haptic").getByText("success").waitFor();
  });

  it("grows to full height when it asks and tells the app its new size", async () => {
    const page = await opened();
    const frame = page.getByTestId("mini-app");
    const before = (await frame.boundingBox())?.height ?? 0;
    await page.frameLocator("iframe").getByRole("button", { name: "Expand" }).click();
    await page.frameLocator("iframe").getByText('"is_expanded":true,"is_state_stable":true').first().waitFor();
    await expect.poll(async () => (await frame.boundingBox())?.height).toBeGreaterThan(before + 100);
  });

  it("asks before closing when the app wished so, and logs what no client knows", async () => {
    const page = await opened();
    const app = page.frameLocator("iframe");
    await app.getByRole("button", { name: "Confirm closing" }).click();
    await app.getByRole("button", { name: "Nonsense" }).click();
    await page.getByTestId("toggle-bridge-log").click();
    await page.getByTestId("bridge-log").getByText("no such event").waitFor();
    await page.getByTestId("app-close").click();
    await page.getByTestId("app-question").getByRole("button", { name: "Cancel" }).click();
    await page.getByTestId("app-close").click();
    await page.getByTestId("app-question").getByRole("button", { name: "Close anyway" }).click();
    await expect.poll(() => page.getByTestId("phone").count()).toBe(0);
  });

  it("stays open when another window speaks the bridge's language", async () => {
    const page = await opened();
    await page.evaluate(SPEAK_LIKE_AN_APP);
    expect(await page.getByTestId("mini-app").isVisible()).toBe(true);
  });

  it("serves the library the product uses: launch, viewport, buttons, storage, popup, write access", async () => {
    const page = await started();
    await say(page, "/links");
    await page.getByRole("link", { name: "startapp=v1_race_9" }).click();
    const app = page.frameLocator("iframe").locator("pre");
    await page.getByTestId("app-popup").getByRole("button", { name: "OK" }).click();
    await app.getByText("done: true").waitFor();
    await page.getByTestId("main-button").click();
    await page.getByTestId("app-back").click();
    await app.getByText("back: true").waitFor();
    expect((await app.innerText()).trim().split("\n")).toEqual([
      'platform: "web"',
      'user: "Alice"',
      'start: "v1_race_9"',
      "viewport: true",
      "insets: [0,0]",
      'cloud: "race"',
      "device: null",
      'popup: "yes"',
      'write: "allowed"',
      "done: true",
      "main: true",
      "back: true",
    ]);
  });
});

describe("on a phone", () => {
  it("shows one thing at a time and finds the way back", async () => {
    const page = await open(`#/${ALICE}`, PHONE);
    await page.getByTestId("chat-row").filter({ hasText: "Goat Lounge" }).click();
    await page.getByTestId("chat-pane").waitFor();
    await expect.poll(() => page.getByTestId("chat-list").isVisible()).toBe(false);
    await page.getByTestId("back-to-list").click();
    await page.getByTestId("chat-list").waitFor();
    await page.goBack();
    await page.getByTestId("chat-pane").waitFor();
  });

  it("switches people from the head of the list", async () => {
    const page = await open(`#/${ALICE}`, PHONE);
    await page.getByTestId("acting-as").click();
    await page.getByTestId("people-dialog").getByRole("button", { name: "Act as Chidi" }).click();
    await expect.poll(() => page.getByTestId("acting-as").innerText()).toContain("Chidi");
  });
});

describe("accessibility", () => {
  const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

  async function violations(page: Page): Promise<unknown> {
    await page.addScriptTag({ path: axePath });
    await page.evaluate(ANIMATIONS_OVER);
    return page.evaluate(VIOLATIONS);
  }

  for (const scheme of ["light", "dark"] as const) {
    it(`has no violation that axe can see, ${scheme}, wide and narrow`, async () => {
      await stage.sandbox.act(ALICE, { do: "startBot" });
      await stage.sandbox.act(ALICE, { do: "sendText", chatId: ALICE, text: "/formats" });
      await stage.sandbox.act(ALICE, { do: "sendText", chatId: ALICE, text: "/race" });
      const page = await open(`#/${ALICE}/${ALICE}`, DESKTOP, scheme);
      await messages(page, "Weekly race").waitFor();
      await page.getByTestId("menu-button").click();
      await page.locator('iframe[data-ready="true"]').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByTestId("app-close").click();
      await page.setViewportSize(PHONE);
      await page.getByTestId("composer-input").fill("/");
      await page.getByTestId("command-list").waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByTestId("back-to-list").click();
      expect(await violations(page)).toEqual([]);
    });
  }
});
