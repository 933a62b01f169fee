import { readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { generateSpec } from "./generate-spec.js";

// Run after raising @grammyjs/types: `npx tsx sandbox/telegram/spec/write-spec.ts`.
const target = new URL("spec.json", import.meta.url);
const fresh = generateSpec();
let committed: unknown;
try {
  committed = JSON.parse(readFileSync(target, "utf8"));
} catch {
  // First run, or a file that cannot be read: written anew below.
  committed = undefined;
}
// The formatter owns the layout of the file, so equal content is left alone.
if (!isDeepStrictEqual(committed, fresh)) writeFileSync(target, `${JSON.stringify(fresh, null, 1)}\n`);
