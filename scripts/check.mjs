// Everything that can be said about the code without starting it. Stops at nothing, reports all, fails if one fails.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";

const { ROOMS } = createRequire(import.meta.url)("./rooms.cjs");
const rooms = Object.keys(ROOMS).filter((room) => existsSync(room));
const bin = (name) => `node_modules/.bin/${name}`;

/** The longest first: each of the compilers keeps one core busy, so two steps at a time take half as long. */
const steps = {
  types: [[bin("tsc"), "-p", "tsconfig.json"]],
  lint: [[bin("oxlint"), "--quiet"]],
  "types of the Mini App": [[bin("tsc"), "-p", "miniapp/tsconfig.json"]],
  "import rules": [
    [bin("depcruise"), "--config", ".dependency-cruiser.cjs", "--output-type", "err"].concat(rooms, [
      "main.ts",
      "config.ts",
      "log.ts",
    ]),
  ],
  "types of the chat page": [[bin("tsc"), "-p", "sandbox/ui/tsconfig.json"]],
  "build and size of the Mini App": [
    ["node", "scripts/build.mjs", "--only", "miniapp"],
    [bin("tsx"), "miniapp/check-size.ts"],
  ],
  format: [[bin("oxfmt"), "--check", "."]],
  "migrations in step with the schema": [["node", "scripts/check-migrations.mjs"]],
};

/** What it writes appears when it has ended, so that two steps do not write into each other's lines. */
function run([command, ...args]) {
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.once("error", (error) => resolve({ isGood: false, output: `${error.message}\n` }));
    child.once("close", (code) => resolve({ isGood: code === 0, output }));
  });
}

const waiting = Object.entries(steps);
const failed = [];
async function work() {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const [name, commands] = step;
    const started = performance.now();
    let isGood = true;
    for (const command of commands) {
      const end = await run(command);
      process.stdout.write(end.output);
      isGood &&= end.isGood;
      if (!isGood) break;
    }
    console.log(`${isGood ? "ok    " : "FAILED"} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    if (!isGood) failed.push(name);
  }
}
await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));
if (failed.length > 0) {
  console.error(`check failed: ${failed.join(", ")}`);
  process.exit(1);
}
