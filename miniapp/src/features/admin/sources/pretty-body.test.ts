import { expect, test } from "vitest";
import { prettyBody } from "./pretty-body.js";

test("a body is laid out without changing a digit of it", () => {
  expect(prettyBody('{"amount":0.10000000000000000001,"of":["a,{b}"]}')).toBe(
    '{\n  "amount": 0.10000000000000000001,\n  "of": [\n    "a,{b}"\n  ]\n}',
  );
});

test("what is no JSON is shown as it came, and long bodies are cut", () => {
  expect(prettyBody("<html>bad gateway</html>")).toBe("<html>bad gateway</html>");
  expect(prettyBody(`x${"y".repeat(5_000)}`)).toHaveLength(4_002);
});
