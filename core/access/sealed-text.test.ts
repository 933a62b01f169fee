import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { openText, sealText } from "./sealed-text.js";

const key = randomBytes(32);

test("a sealed text opens with the same key and context, and only there", () => {
  const sealed = sealText(key, "secret ✓", "row-1");
  expect(openText(key, sealed, "row-1")).toBe("secret ✓");
  expect(openText(key, sealed, "row-2")).toBeUndefined();
  expect(openText(randomBytes(32), sealed, "row-1")).toBeUndefined();
});

test("any changed byte keeps a sealed text shut", () => {
  const sealed = sealText(key, "abc", "row");
  for (let at = 0; at < sealed.ciphertext.length; at++) {
    const ciphertext = Buffer.from(sealed.ciphertext);
    ciphertext.writeUInt8(ciphertext.readUInt8(at) ^ 1, at);
    expect(openText(key, { nonce: sealed.nonce, ciphertext }, "row")).toBeUndefined();
  }
});

test("the same text is sealed differently each time", () => {
  expect(sealText(key, "a", "r").ciphertext).not.toEqual(sealText(key, "a", "r").ciphertext);
});
