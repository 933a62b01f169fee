import { expect, test } from "vitest";
import { typeInWords } from "./schema-words.js";

test.each<[unknown, string]>([
  [{ $ref: "#/components/schemas/Race" }, '<a href="#schema-Race">Race</a>'],
  [{ type: "array", items: { type: "boolean" } }, "list of boolean"],
  [{ type: ["string", "null"] }, "string or null"],
  [{ anyOf: [{ $ref: "#/components/schemas/A" }, { type: "null" }] }, '<a href="#schema-A">A</a> or null'],
  [{ enum: ["live", "<b>"] }, "&#34;live&#34;, &#34;&#60;b&#62;&#34;"],
  [{ type: "integer", minimum: 1, maximum: 200, default: 50 }, "integer, 1 to 200, default 50"],
  [{ type: "integer", minimum: -9007199254740991, maximum: 9007199254740991 }, "integer"],
  [{ type: "string", minLength: 1, maxLength: 100 }, "string, 1 to 100 characters"],
  [{ type: "string", pattern: "^<a>$" }, "string, <code>^&#60;a&#62;$</code>"],
  [{ type: "object", additionalProperties: { type: "string" } }, "object of string"],
  [
    { type: "object", properties: { a: { type: "string", description: "`<a>`" }, b: {} }, required: ["a"] },
    '<table><tr><td><code>a</code></td><td>string<span class="why"><code>&#60;a&#62;</code></span></td></tr><tr><td><code>b</code> <i>optional</i></td><td>anything</td></tr></table>',
  ],
])("%j in words", (schema, words) => {
  expect(typeInWords(schema)).toBe(words);
});
