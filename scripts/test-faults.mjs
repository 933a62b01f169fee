// `npm run test:faults`: the tests that break things, with many rounds instead of the few of `npm test`. Ten minutes at
// most: what is not done by then has failed.
import { spawn } from "node:child_process";

const LIMIT_MS = 600_000;
const FILES = ["tests/faults", "tests/live/two-processes.test.ts"];

const tests = spawn(
  "node_modules/.bin/vitest",
  ["run", "--project", "integration", "--retry=0", `--testTimeout=${LIMIT_MS}`, ...FILES],
  { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, FAULTS: "full" } },
);
const limit = setTimeout(() => {
  console.error("FAILED: not done within 10 minutes");
  tests.kill("SIGTERM");
}, LIMIT_MS);
tests.once("exit", (code) => {
  clearTimeout(limit);
  process.exit(code ?? 1);
});
