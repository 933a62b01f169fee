import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { projectRoot } from "../project-root.js";

function check(folder: string) {
  const { status, stderr } = spawnSync(
    "node",
    ["scripts/check-migrations.mjs", `${folder}/db/schema`, `${folder}/db/migrations`],
    {
      cwd: projectRoot,
      encoding: "utf8",
    },
  );
  return { ok: status === 0, report: stderr };
}

describe("the migration check", () => {
  let folder: string;
  beforeEach(() => {
    mkdirSync(join(projectRoot, "node_modules/.cache"), { recursive: true });
    folder = mkdtempSync(join(projectRoot, "node_modules/.cache/drift-")).slice(projectRoot.length + 1);
    for (const part of ["db/schema", "db/columns.ts", "db/migrations", "wire"]) {
      cpSync(join(projectRoot, part), join(projectRoot, folder, part), { recursive: true });
    }
  });
  afterEach(() => rmSync(join(projectRoot, folder), { recursive: true, force: true }));

  function edit(file: string, change: (text: string) => string) {
    const path = join(projectRoot, folder, file);
    writeFileSync(path, change(readFileSync(path, "utf8")));
  }

  it("is content with schema and migrations as they are", () => {
    expect(check(folder)).toEqual({ ok: true, report: "" });
  });

  it("finds a column that no migration makes (control)", () => {
    edit("db/schema/races.ts", (text) => text.replace("voidReason:", 'probe: text("probe"), voidReason:'));
    expect(check(folder)).toMatchObject({ ok: false, report: expect.stringContaining("without a migration") });
  });

  it("finds a journal that goes back in time (control)", () => {
    edit("db/migrations/meta/_journal.json", (text) => {
      const journal: { entries: { when: number }[] } = JSON.parse(text);
      journal.entries.at(-1)!.when = 1;
      return JSON.stringify(journal);
    });
    expect(check(folder)).toMatchObject({ ok: false, report: expect.stringContaining("is dated before") });
  });
});
