import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describe as describeReport, measure } from "./check-size.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "built-app-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(
    join(folder, "index.html"),
    '<script src="/assets/index-1.js"></script><link rel="modulepreload" href="/assets/vendor-1.js"><link rel="stylesheet" href="/assets/index-1.css">',
  );
  writeFileSync(join(folder, "assets/index-1.js"), "app()");
  writeFileSync(join(folder, "assets/vendor-1.js"), "library()");
  writeFileSync(join(folder, "assets/index-1.css"), "body{}");
  writeFileSync(join(folder, "assets/admin-1.js"), randomBytes(200_000));
});

afterEach(() => rmSync(folder, { recursive: true }));

test("what a lazy page needs does not count", () => {
  expect(measure(folder).problems).toEqual([]);
});

test("preloaded modules count as first script", () => {
  // Random bytes do not compress: the control trips the gate by one file that the page only preloads.
  writeFileSync(join(folder, "assets/vendor-1.js"), randomBytes(111_000));
  const report = measure(folder);
  expect(report.problems).toEqual([
    expect.stringMatching(/^first script has 11\d{4} bytes gzip, \d+ over its budget$/),
  ]);
  expect(describeReport(report)).toMatch(/first {2}vendor-1\.js/);
});

test("style has a budget of its own", () => {
  writeFileSync(join(folder, "assets/index-1.css"), randomBytes(12_500));
  expect(measure(folder).problems).toHaveLength(1);
});

test("a page whose files are not recognised is a problem, not a pass", () => {
  writeFileSync(join(folder, "index.html"), '<script src="/elsewhere/index.js"></script>');
  expect(measure(folder).problems).toHaveLength(2);
});

test("run as a command it fails over budget and passes under it", () => {
  const run = () =>
    spawnSync("node_modules/.bin/tsx", ["miniapp/check-size.ts", folder], {
      cwd: fileURLToPath(new URL("..", import.meta.url)),
      encoding: "utf8",
    });
  expect(run().status).toBe(0);
  writeFileSync(join(folder, "assets/index-1.js"), randomBytes(120_000));
  const failed = run();
  expect(failed.status).toBe(1);
  expect(failed.stdout).toContain("over its budget");
});
