import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { projectRoot } from "../project-root.js";

const rooms: { ROOMS: Record<string, string[]>; FREE: string[] } = createRequire(import.meta.url)("./rooms.cjs");
/** Not rooms: no TypeScript of the product lives in them. */
const WITHOUT_CODE = new Set(["docs", "dist", "node_modules", "ops"]);

function cruise(...paths: string[]) {
  const { status, stdout } = spawnSync(
    join(projectRoot, "node_modules/.bin/depcruise"),
    ["--config", ".dependency-cruiser.cjs", "--output-type", "err", ...paths],
    { cwd: projectRoot, encoding: "utf8" },
  );
  return { failed: status !== 0, report: stdout };
}

describe("the import rules", () => {
  const fixture = join(projectRoot, "wire", "breach-of-the-rules");
  afterEach(() => rmSync(fixture, { recursive: true, force: true }));

  it("know every folder of the project", () => {
    const folders = readdirSync(projectRoot).filter(
      (name) => !name.startsWith(".") && !WITHOUT_CODE.has(name) && statSync(join(projectRoot, name)).isDirectory(),
    );
    const known = [...Object.keys(rooms.ROOMS), ...rooms.FREE];
    expect(folders.filter((folder) => !known.includes(folder))).toEqual([]);
  });

  it("report a leaf that reaches into a room, type imports included (control)", () => {
    mkdirSync(fixture);
    writeFileSync(
      join(fixture, "leaf.ts"),
      'import type { Clock } from "../../core/clock.js";\nexport type Breach = Clock;\n',
    );
    const { failed, report } = cruise("wire");
    expect(report).toContain("wire-arrows");
    expect(failed).toBe(true);
  });
});
