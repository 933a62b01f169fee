import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dialectSchema, type PostbackDialect } from "../../core/sources/dialect.js";
import { isSignedBy, readPostback } from "../../core/sources/dialect-signature.js";
import { projectRoot } from "../../project-root.js";

const page = await readFile(join(projectRoot, "docs", "dialects.md"), "utf8");
const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) =>
  dialectSchema.parse(JSON.parse(text!)),
);

describe("the page about dialects", () => {
  test("shows configurations that can be set, of both kinds", () => {
    expect(examples.map(({ kind }) => kind)).toEqual(["hmac", "hmac", "postback"]);
  });

  test("has a postback whose signature is right, and is not once a letter differs", () => {
    const postback = examples.find((one): one is PostbackDialect => one.kind === "postback")!;
    const query = /^id=\S+&sig=\S+$/m.exec(page)![0];
    const key = Buffer.from("a secret the sender chose");
    const isRight = (text: string): boolean =>
      isSignedBy(readPostback(postback, text, new Date(1_740_830_400_000))!, key);
    expect([isRight(query), isRight(query.replace("12.34", "12.35"))]).toEqual([true, false]);
  });
});
