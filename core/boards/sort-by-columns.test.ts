import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sortByColumns } from "./sort-by-columns.js";

const whole = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -(2 ** 51), max: 2 ** 51 }),
  fc.constantFrom(-(2 ** 51), 2 ** 16, 2 ** 32, 2 ** 48, 2 ** 51),
);

describe("sorting by columns", () => {
  it("gives the order a comparator gives, rows that are equal in all columns in the order they came", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(whole, whole, whole), { maxLength: 60 }), (rows) => {
        const columns = [0, 1, 2].map((column) => Float64Array.from(rows, (row) => row[column]!));
        const expected = rows.map((_, at) => at);
        expected.sort((a, b) => rows[a]![0] - rows[b]![0] || rows[a]![1] - rows[b]![1] || rows[a]![2] - rows[b]![2]);
        expect([
          ...sortByColumns(
            Uint32Array.from(rows, (_, at) => at),
            columns,
          ),
        ]).toEqual(expected);
      }),
    );
  });

  it("sorts a part of the rows and leaves the columns alone", () => {
    const column = Float64Array.of(5, 1, 9, 3);
    expect([...sortByColumns(Uint32Array.of(2, 0, 3), [column])]).toEqual([3, 0, 2]);
    expect([...column]).toEqual([5, 1, 9, 3]);
  });
});
