import fc from "fast-check";
import { expect, it } from "vitest";
import { playerId } from "../../wire/ids.js";
import { NameStore } from "./name-store.js";

it("keeps what a Map keeps, whatever is written, replaced and forgotten", () => {
  const step = fc.record({
    id: fc.integer({ min: 1, max: 3_000 }),
    text: fc.option(fc.string({ unit: "grapheme", maxLength: 40 })),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      const store = new NameStore();
      const map = new Map<number, string>();
      for (const { id, text } of steps) {
        if (text === null) {
          store.delete(playerId(id));
          map.delete(id);
        } else {
          store.set(playerId(id), text);
          map.set(id, text);
        }
      }
      for (const { id } of steps) expect(store.get(playerId(id))).toBe(map.get(id));
      store.clear();
      for (const { id } of steps) expect(store.get(playerId(id))).toBeUndefined();
    }),
  );
});
