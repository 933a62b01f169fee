import fc from "fast-check";
import { expect, test } from "vitest";
import { isoText } from "./iso-text.js";

test("an instant is written as the engine writes it, before 1970 and far ahead too", () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), (date) => {
      expect(isoText(date.getTime())).toBe(date.toISOString());
    }),
  );
});
