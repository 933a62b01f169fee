import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectRoot } from "../project-root.js";

const where = "core/ledger/breach-of-the-rules";
const fixture = join(projectRoot, where);
beforeAll(() => {
  mkdirSync(fixture);
  const breaches = [
    "export const a = (text: string): number => parseFloat(text);",
    "export const b = (text: string): number => Number.parseFloat(text);",
    "export const c = (body: string): unknown => JSON.parse(body);",
    "export const d = (text: string): number => Number.parseInt(text, 10);",
  ];
  writeFileSync(join(fixture, "float.ts"), `${breaches.join("\n")}\n`);
});
afterAll(() => rmSync(fixture, { recursive: true, force: true }));

it("a float read from an amount's text does not pass the lint, and a whole number does (control)", () => {
  const oxlint = join(projectRoot, "node_modules/.bin/oxlint");
  const { status, stdout } = spawnSync(oxlint, ["--format", "unix", where], { cwd: projectRoot, encoding: "utf8" });
  const lines = stdout.split("\n").flatMap((line) => /float\.ts:(\d+):.*restricted/.exec(line)?.[1] ?? []);
  expect(lines.toSorted()).toEqual(["1", "2", "3"]);
  expect(status).toBe(1);
});
