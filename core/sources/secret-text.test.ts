import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { keyOfSecretText, newSecretText, openSecret, sealSecret } from "./secret-text.js";

test("a new secret is whsec_ and 32 bytes, different each time", () => {
  expect(keyOfSecretText(newSecretText())).toHaveLength(32);
  expect(newSecretText()).not.toBe(newSecretText());
});

test("the published vector's secret has the published key", () => {
  expect(keyOfSecretText("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")?.toString("hex")).toBe(
    "31f290f6bf06298aab4f08d43c3f082cf648a362da2da4b0",
  );
});

test.each([
  ["no prefix", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
  ["too short", `whsec_${Buffer.alloc(23).toString("base64")}`],
  ["too long", `whsec_${Buffer.alloc(65).toString("base64")}`],
  ["characters outside base64", "whsec_MfKQ9r8GKYqrTwjUPD8I!LPZIo2LaLaSw"],
  ["the URL alphabet", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa_-"],
])("a secret is refused for %s", (_, text) => {
  expect(keyOfSecretText(text)).toBeUndefined();
});

test("a sealed secret opens with its key and source only", () => {
  const key = randomBytes(32);
  const sealed = sealSecret("It's a Secret to Everybody", key, 7);
  expect(sealed.ciphertext.toString("latin1")).not.toContain("Secret");
  expect(openSecret(sealed, key, 7)).toBe("It's a Secret to Everybody");
  expect(() => openSecret(sealed, key, 8)).toThrow("unable to open the secret");
  expect(() => openSecret(sealed, randomBytes(32), 7)).toThrow("unable to open the secret");
  const tampered = Buffer.from(sealed.ciphertext);
  tampered[0] = (tampered[0] ?? 0) ^ 1;
  expect(() => openSecret({ ...sealed, ciphertext: tampered }, key, 7)).toThrow("unable to open the secret");
});
