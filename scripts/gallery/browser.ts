import { chromium, type Browser } from "playwright-core";
import { browserPath } from "../../tests/_browser.js";

/** A browser for pictures. Of fonts it has what the machine has; pages wear those of the packages over them. */
export async function launchForPictures(): Promise<Browser> {
  const executablePath = await browserPath();
  // The packaged browser knows its own few fonts alone, none of them with one width for all letters.
  delete process.env["FONTCONFIG_PATH"];
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"] });
}
