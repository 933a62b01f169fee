// Pictures of the running product for README and docs: `npm run screenshots`.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { projectRoot } from "../project-root.js";
import { startProcess } from "../tests/_product.js";
import { launchForPictures } from "./gallery/browser.js";
import { openChat, photograph, play } from "./gallery/chat-page.js";
import type { Look } from "./gallery/shot.js";

const FOLDER = join(projectRoot, "docs", "images");

mkdirSync(FOLDER, { recursive: true });
const browser = await launchForPictures();
const product = await startProcess({});

async function group(look: Look): Promise<Page> {
  const page = await openChat(browser, product.sandbox, { person: "Bruno", chat: "supergroup" }, look);
  await play(page, [{ says: "/race" }]);
  return page;
}

async function miniApp(look: Look): Promise<Page> {
  const page = await openChat(browser, product.sandbox, { person: "Bruno", chat: "bot" }, look);
  await play(page, [{ clicks: () => page.getByTestId("menu-button") }]);
  const app = page.frameLocator("[data-testid=mini-app]");
  const place = app.getByRole("region", { name: "Your place" });
  await place
    .getByText(/^#\d+$/)
    .first()
    .waitFor();
  return page;
}

try {
  for (const theme of ["light", "dark"] as const) {
    writeFileSync(join(FOLDER, `group-${theme}.webp`), await photograph(await group(["phone", theme])));
    writeFileSync(join(FOLDER, `mini-app-${theme}.webp`), await photograph(await miniApp(["phone", theme])));
  }
  writeFileSync(join(FOLDER, "sandbox-desktop.webp"), await photograph(await miniApp(["desktop", "light"])));
} finally {
  await browser.close();
  await product[Symbol.asyncDispose]();
}
