// `npm test`: checks, builds, then every test; the last line is "N passed, N failed". A failed check or build counts as
// one failed test, so that the line never says more than is true.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const scratch = mkdtempSync(join(tmpdir(), "goatedvips-report-"));
const report = join(scratch, "vitest.json");

function run(name, command, args) {
  const { status } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) console.error(`FAILED: ${name}`);
  return status === 0;
}

const steps = [run("check", "node", ["scripts/check.mjs"]), run("build", "node", ["scripts/build.mjs"])];
run("tests", "node_modules/.bin/vitest", [
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
]);

let passed = 0;
let failed = steps.filter((ok) => !ok).length;
try {
  const { numPassedTests, numFailedTests, numTotalTests, success } = JSON.parse(readFileSync(report, "utf8"));
  passed = numPassedTests;
  failed += numFailedTests;
  // A file that cannot be loaded, an unhandled error or a run without tests fails without a failed test.
  if ((!success && numFailedTests === 0) || numTotalTests === 0) failed += 1;
} catch (error) {
  console.error(`vitest left no report: ${error.message}`);
  failed += 1;
}
rmSync(scratch, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
