import { expect, test } from "vitest";
import { parseExactly } from "./exact-json.js";
import { readPath } from "./read-path.js";

const message = parseExactly(
  '{"data":{"items":[{"id":"a"},{"id":12345678901234567890.10}],"ok":true,"none":null},"a-b":"dash"}',
);

test.each([
  ["data.items[0].id", "a"],
  ["data.items[1].id", "12345678901234567890.10"],
  ["data.ok", "true"],
  ["a-b", "dash"],
  ["'USD'", "USD"],
  ["data.items[2].id", undefined],
  ["data.none", undefined],
  ["data.items", undefined],
  ["data.items.length", undefined],
  ["__proto__.toString", undefined],
  ["data.ok.x", undefined],
])("%s leads to %j", (path, text) => {
  expect(readPath(message, path)).toBe(text);
});
