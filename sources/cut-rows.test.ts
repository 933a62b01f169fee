import fc from "fast-check";
import { expect, it } from "vitest";
import { cutRows } from "./cut-rows.js";

it("rows cut out one by one are those that a parser finds, whatever is in them and around them", () => {
  const around = fc.dictionary(
    fc.string().filter((name) => name !== "data" && name !== "__proto__"),
    fc.jsonValue(),
    { maxKeys: 3 },
  );
  fc.assert(
    fc.property(around, fc.array(fc.jsonValue()), around, fc.constantFrom(0, 1, 3), (before, data, after, spaces) => {
      const text = JSON.stringify({ ...before, data, ...after }, null, spaces);
      const cut = cutRows(text, "data")!;
      expect([...cut.rows].map((row) => JSON.parse(row))).toEqual(JSON.parse(JSON.stringify(data)));
      expect(JSON.parse(cut.rest)).toEqual({ ...JSON.parse(text), data: [] });
    }),
  );
});

it.each(['{"data":null}', '{"other":[1]}', '[{"data":[1]}]', '{"a":{"data":[1]}}', '{"x":"\\"data\\":[1]"}', "", "{"])(
  "%j has no list under the key",
  (text) => expect(cutRows(text, "data")).toBeUndefined(),
);

it("a list that breaks off, or has a comma too many, is left to the parser", () => {
  for (const text of ['{"data":[{"a":1},', '{"data":[1,]}', '{"data":[{"a":1}', '{"data":[,1]}']) {
    const cut = cutRows(text, "data")!;
    expect(() => [...cut.rows, cut.rest].map((part) => JSON.parse(part) as unknown), text).toThrow(SyntaxError);
  }
});
