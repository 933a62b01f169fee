import { expect, test } from "vitest";
import { readHeaders } from "./read-headers.js";

test("headers are read line by line, colons in values and blanks around them included", () => {
  expect(readHeaders("X-Signature:  abc=\r\n Date: Sun, 22 Nov 2026 10:00:00 GMT \nnonsense\n")).toEqual({
    "x-signature": "abc=",
    date: "Sun, 22 Nov 2026 10:00:00 GMT",
  });
});
