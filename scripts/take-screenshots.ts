// Pictures of the running product for README and docs: `npm run screenshots`. Needs a system font with emoji for a
// faithful look (Debian: fonts-noto-color-emoji).
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { projectRoot } from "../project-root.js";
import { browserPath } from "../tests/_browser.js";
import { startProcess, type RunningProduct } from "../tests/_product.js";

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };
const folder = join(projectRoot, "docs", "images");

type Theme = "light" | "dark";

async function open(browser: Browser, url: string, theme: Theme, viewport: typeof PHONE): Promise<Page> {
  const context = await browser.newContext({
    viewport,
    colorScheme: theme,
    deviceScaleFactor: 2,
    locale: "en-US",
    timezoneId: "Europe/Berlin",
  });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

async function shoot(page: Page, name: string): Promise<void> {
  // Pictures in mid-animation lie about the layout.
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.context().close();
}

/** Acts as Bruno, whose casino account is linked. */
async function actAsBruno(page: Page): Promise<void> {
  await page.getByRole("button", { name: /Bruno/ }).first().click();
}

async function group(browser: Browser, product: RunningProduct, theme: Theme, viewport: typeof PHONE): Promise<Page> {
  const page = await open(browser, product.sandbox, theme, viewport);
  await actAsBruno(page);
  await page.locator("[data-testid=chat-row][data-kind=supergroup]").click();
  await page.getByTestId("composer-input").fill("/race");
  await page.getByTestId("send-button").click();
  await page.getByTestId("message").filter({ hasText: "Goat Lounge Weekly" }).last().waitFor();
  return page;
}

async function miniApp(browser: Browser, product: RunningProduct, theme: Theme, viewport: typeof PHONE): Promise<Page> {
  const page = await open(browser, product.sandbox, theme, viewport);
  await actAsBruno(page);
  await page.locator("[data-testid=chat-row][data-kind=bot]").click();
  const start = page.getByRole("button", { name: "Start", exact: true }).last();
  const menu = page.getByTestId("menu-button");
  // A chat that was never opened begins with Start, and the two take a moment to appear.
  await start.or(menu).first().waitFor();
  if (await start.isVisible()) await start.click();
  await menu.click();
  const app = page.frameLocator("[data-testid=mini-app]");
  await app
    .getByRole("region", { name: "Your place" })
    .getByText(/^#\d+$/)
    .first()
    .waitFor();
  return page;
}

mkdirSync(folder, { recursive: true });
const executablePath = await browserPath();
// The packaged browser brings its own few fonts; these pictures want the system's.
delete process.env["FONTCONFIG_PATH"];
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"] });
const product = await startProcess({});
try {
  for (const theme of ["light", "dark"] as const) {
    await shoot(await group(browser, product, theme, PHONE), `group-${theme}`);
    await shoot(await miniApp(browser, product, theme, PHONE), `mini-app-${theme}`);
  }
  await shoot(await miniApp(browser, product, "light", DESKTOP), "sandbox-desktop");
} finally {
  await browser.close();
  await product[Symbol.asyncDispose]();
}
