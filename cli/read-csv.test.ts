import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../core/errors.js";
import { readCsv } from "./read-csv.js";

describe("reading a table", () => {
  it("understands quotes, commas and line ends in them, both line ends, and columns in any order", () => {
    const text = '\uFEFFPlayer,telegram_id,Source\r\n"U,1",42,goat\n"say ""hi""\nthere",43,goat\n\n';
    expect(readCsv(text, ["telegram_id", "source", "player"])).toEqual([
      { player: "U,1", telegram_id: "42", source: "goat" },
      { player: 'say "hi"\nthere', telegram_id: "43", source: "goat" },
    ]);
  });

  it("takes an empty last field and a last line without an end", () => {
    expect(readCsv("a,b\n1,\n2,3", ["a"])).toEqual([
      { a: "1", b: "" },
      { a: "2", b: "3" },
    ]);
  });

  it("names what is missing and which record is uneven", () => {
    expect(() => readCsv("a\n1", ["a", "b"])).toThrow(
      new InvalidInputError("The first line must name the columns; missing: b."),
    );
    expect(() => readCsv("a,b\n1,2\n3", ["a"])).toThrow("Record 2 has 1 fields");
  });
});
