// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { openStorage } from "./storage.js";

test("texts are kept beyond the page", () => {
  openStorage().set("a", "1");
  expect(openStorage().get("a")).toBe("1");
  openStorage().remove("a");
  expect(openStorage().get("a")).toBeUndefined();
});

test("where the browser refuses, memory serves until the page is left", () => {
  const refused = openStorage(() => {
    throw new Error("access is denied for this document");
  });
  expect(refused.get("a")).toBeUndefined();
  refused.set("a", "1");
  expect(refused.get("a")).toBe("1");
});
