import { describe, expect, it } from "vitest";
import { loadTexts } from "./load-texts.js";

describe("loadTexts", () => {
  it.each([
    [["en-US@posix"], "en", "en-US"],
    [["C.UTF-8", "x"], "en", "en"],
    [[undefined, "de_AT.UTF-8"], "de", "de-AT"],
    [["", "not a tag"], "en", "en"],
  ])("takes %j without complaint", async (wanted, locale, dateLocale) => {
    expect(await loadTexts(wanted)).toMatchObject({ locale, dateLocale });
  });
});
