import { describe, expect, it } from "vitest";
import { LOCALES } from "../../messages/locale.js";
import { commandList } from "./sync.js";
import { COMMAND_SCOPES, COMMANDS } from "./table.js";

describe("the command table", () => {
  it.each(LOCALES.flatMap((locale) => COMMAND_SCOPES.map((scope) => [scope.type, locale] as const)))(
    "makes a list that Telegram accepts for %s in %s",
    (type, locale) => {
      const list = commandList({ type }, locale);
      expect(list.length).toBeGreaterThan(0);
      expect(list.length).toBeLessThanOrEqual(100);
      for (const { command, description } of list) {
        expect(command).toMatch(/^[a-z0-9_]{1,32}$/);
        expect(description.length).toBeGreaterThan(0);
        expect(description.length).toBeLessThanOrEqual(256);
      }
    },
  );

  it("names each command once", () => {
    expect(new Set(COMMANDS.map(({ name }) => name)).size).toBe(COMMANDS.length);
  });

  it("always has what Telegram shows in its own interface", () => {
    const names = commandList({ type: "all_private_chats" }, "en").map(({ command }) => command);
    expect(names).toEqual(expect.arrayContaining(["start", "help"]));
  });
});
