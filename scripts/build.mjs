// Builds what is not built: the server bundle, the Mini App and the sandbox's chat page, each with a stamp of the files
// it was made from. `--only server` builds that one; `--force` builds whatever the stamps say.
import { build as bundle } from "esbuild";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as buildPages } from "vite";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const shared = ["wire", "messages", "proof", "package.json"];

const targets = {
  server: {
    sources: [
      // Whatever main.ts is wired from.
      ...readdirSync(root).filter((name) => /^[^.]+\.ts$/.test(name)),
      "api",
      "bot",
      "cli",
      "core",
      "db",
      "pictures",
      "sandbox/casino",
      "sandbox/telegram",
      "sources",
      "webhooks",
      "worker",
      ...shared,
    ],
    make: () =>
      bundle({
        entryPoints: { main: join(root, "main.ts"), cli: join(root, "cli/main.ts") },
        outdir: join(root, "dist/server"),
        bundle: true,
        splitting: true,
        packages: "external",
        platform: "node",
        format: "esm",
        target: "node20",
        sourcemap: true,
        logLevel: "warning",
        absWorkingDir: root,
      }),
  },
  miniapp: { sources: ["miniapp", ...shared], make: () => pages("miniapp") },
  "sandbox-ui": {
    sources: ["sandbox/ui", "sandbox/telegram/control.ts", "package.json"],
    make: () => pages("sandbox/ui"),
  },
};

function pages(folder) {
  return buildPages({ root: join(root, folder), configFile: join(root, folder, "vite.config.ts"), logLevel: "warn" });
}

function* filesUnder(path) {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) {
    if (name === "node_modules" || /\.test\.tsx?$/.test(name)) continue;
    yield* filesUnder(join(path, name));
  }
}

/** Of contents, not times: a fresh clone and a copied folder have equal stamps. */
function stampOf(sources) {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const file of filesUnder(join(root, source))) hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest("hex");
}

const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : undefined;
for (const [name, { sources, make }] of Object.entries(targets)) {
  if (only !== undefined && only !== name) continue;
  // A deployed image carries dist/ without the sources: there is nothing to compare with, and nothing to build.
  if (!existsSync(join(root, sources[0]))) continue;
  const stampFile = join(root, "dist", `${name}.stamp`);
  const stamp = stampOf(sources);
  const isFresh = existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp;
  if (isFresh && !process.argv.includes("--force")) continue;
  await make();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}
