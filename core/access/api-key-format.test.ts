import { expect, test } from "vitest";
import { generateApiKey, readApiKeyId } from "./api-key-format.js";

test("a generated key has the published form and names its own id", () => {
  const { id, key } = generateApiKey();
  expect(key).toMatch(/^rk_live_[0-9A-Za-z]{8}_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}$/);
  expect(readApiKeyId(key)).toBe(id);
});

test("one mistyped character anywhere is noticed without a database", () => {
  const { key } = generateApiKey();
  for (let at = 0; at < key.length; at++) {
    const other = key[at] === "x" ? "y" : "x";
    expect(readApiKeyId(key.slice(0, at) + other + key.slice(at + 1))).toBeUndefined();
  }
});

test("ten thousand keys are all different", () => {
  expect(new Set(Array.from({ length: 10_000 }, () => generateApiKey().key)).size).toBe(10_000);
});
