// Everything that can be said about the code without starting it. Stops at nothing, reports all, fails if one fails.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";

const { ROOMS } = createRequire(import.meta.url)("./rooms.cjs");
const rooms = Object.keys(ROOMS).filter((room) => existsSync(room));
const bin = (name) => `node_modules/.bin/${name}`;

const steps = {
  types: [bin("tsc"), ["-p", "tsconfig.json"]],
  "types of the Mini App": [bin("tsc"), ["-p", "miniapp/tsconfig.json"]],
  "types of the chat page": [bin("tsc"), ["-p", "sandbox/ui/tsconfig.json"]],
  lint: [bin("oxlint"), ["--quiet"]],
  format: [bin("oxfmt"), ["--check", "."]],
  "import rules": [
    bin("depcruise"),
    ["--config", ".dependency-cruiser.cjs", "--output-type", "err", ...rooms, "main.ts", "config.ts", "log.ts"],
  ],
  "migrations in step with the schema": ["node", ["scripts/check-migrations.mjs"]],
  "build of the Mini App": ["node", ["scripts/build.mjs", "--only", "miniapp"]],
  "size of the Mini App": [bin("tsx"), ["miniapp/check-size.ts"]],
};

const failed = [];
for (const [name, [command, args]] of Object.entries(steps)) {
  const started = performance.now();
  const { status } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  console.log(`${status === 0 ? "ok    " : "FAILED"} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`check failed: ${failed.join(", ")}`);
  process.exit(1);
}
