import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shareStructure } from "./share-structure.js";

const anything = (value: unknown): value is unknown => value !== undefined || value === undefined;

describe("shareStructure", () => {
  it("gives back the old object when nothing changed", () => {
    const before = { chats: [{ id: 1, text: "a" }] };
    expect(shareStructure<unknown>(before, structuredClone(before), anything)).toBe(before);
  });

  it("keeps the old parts beside a changed one", () => {
    const before = {
      messages: [
        { id: 1, text: "a" },
        { id: 2, text: "b" },
      ],
    };
    const after = {
      messages: [
        { id: 1, text: "a" },
        { id: 2, text: "changed" },
      ],
    };
    const shared = shareStructure(before, after, (value): value is typeof before => value !== null);
    expect(shared.messages[0]).toBe(before.messages[0]);
    expect(shared.messages[1]).not.toBe(before.messages[1]);
    expect(shared).toEqual(after);
  });

  it("always equals the new value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        expect(shareStructure<unknown>(before, after, anything)).toEqual(after);
      }),
    );
  });
});
