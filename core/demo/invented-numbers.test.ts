import { describe, expect, it } from "vitest";
import { mulberry32, weightedPicker } from "./invented-numbers.js";

describe("the picker by shares", () => {
  it("gives each index its part, none to whom has none, and the last one the end", () => {
    const pick = weightedPicker([0.5, 0, 0.25, 0.25]);
    expect([0, 0.49, 0.5, 0.74, 0.75, 0.999999].map(pick)).toEqual([0, 0, 2, 2, 3, 3]);
  });

  it("finds what a search from the front finds", () => {
    const random = mulberry32(5);
    const shares = Array.from({ length: 1_000 }, () => random());
    const pick = weightedPicker(shares);
    const sum = shares.reduce((total, share) => total + share, 0);
    for (let round = 0; round < 500; round++) {
      const at = random();
      let bound = 0;
      const slow = shares.findIndex((share) => at * sum < (bound += share));
      expect(pick(at)).toBe(slow === -1 ? shares.length - 1 : slow);
    }
  });
});

describe("the seeded generator", () => {
  it("gives the same numbers again for the same seed, and others for another", () => {
    const of = (seed: number) => Array.from({ length: 5 }, mulberry32(seed));
    expect(of(7)).toEqual(of(7));
    expect(of(7)).not.toEqual(of(8));
  });
});
