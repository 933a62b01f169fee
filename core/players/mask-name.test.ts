import { describe, expect, it } from "vitest";
import { playerId } from "../../wire/ids.js";
import { maskName } from "./mask-name.js";

describe("maskName", () => {
  it.each([
    ["wagerking77", /^wa\*\*\*[2-9A-Z]{3}$/],
    ["Anna", /^A\*\*\*[2-9A-Z]{3}$/],
    ["ab", /^\*\*\*[2-9A-Z]{3}$/],
    [null, /^\*\*\*[2-9A-Z]{3}$/],
    ["👩‍👩‍👧‍👦family", /^👩‍👩‍👧‍👦f\*\*\*[2-9A-Z]{3}$/u],
  ])("shows little of %s and cuts no letter in half", (name, form) => {
    expect(maskName(name, playerId(7))).toMatch(form);
  });

  it("tells two players of one name apart and stays the same for one player", () => {
    expect(maskName("twin", playerId(1))).not.toBe(maskName("twin", playerId(2)));
    expect(maskName("twin", playerId(1))).toBe(maskName("twin", playerId(1)));
  });
});
