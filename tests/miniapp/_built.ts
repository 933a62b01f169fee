import { spawnSync } from "node:child_process";
import { projectRoot } from "../../project-root.js";

/** Builds the Mini App when its sources have changed since it was last built. @throws with the builder's words */
export function buildApp(): void {
  const built = spawnSync("node", ["scripts/build.mjs", "--only", "miniapp"], { cwd: projectRoot, encoding: "utf8" });
  if (built.status !== 0) throw new Error(`the Mini App did not build:\n${built.stderr}`);
}
