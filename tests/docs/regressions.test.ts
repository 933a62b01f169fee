import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../project-root.js";

const PAGE = readFileSync(join(projectRoot, "docs", "regressions.md"), "utf8");

/** Each test that a row of a table names: a file in backticks, then parts of names in quotes. */
function namedTests(page: string): { file: string; name: string }[] {
  const rows = page.split("\n").filter((line) => /^\|\s*\d/.test(line));
  return rows.flatMap((row) =>
    [...row.matchAll(/`([^`]+\.test\.tsx?)`((?:,? "[^"]+")+)/g)].flatMap(([, file = "", names = ""]) =>
      [...names.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => ({ file, name })),
    ),
  );
}

function isThere({ file, name }: { file: string; name: string }): boolean {
  return readFileSync(join(projectRoot, file), "utf8").includes(name);
}

describe("the list of regressions", () => {
  it("names tests that exist", () => {
    const named = namedTests(PAGE);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((test) => !isThere(test))).toEqual([]);
  });

  it("would be caught naming one that does not (control)", () => {
    const file = "tests/docs/regressions.test.ts";
    // Not to be found as it stands here, because it is put together from two.
    const name = ["no such", "test"].join(" ");
    const [named] = namedTests(`| 1 | x | \`${file}\` "${name}" |`);
    expect(named).toEqual({ file, name });
    expect(isThere({ file, name })).toBe(false);
  });
});
