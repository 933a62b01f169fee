import { build } from "esbuild";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { projectRoot } from "../../project-root.js";

const FILES = ["load-process", "receiver-process", "verify-only-process", "per-request-process"] as const;
export type ProcessFile = (typeof FILES)[number];

let bundled: Promise<string> | undefined;

/**
 * The processes as the product ships: bundled. The loader of development names every closure at run time, which made
 * the receiver a third slower than it is.
 * @returns path of the script
 */
export async function bundledScript(file: ProcessFile): Promise<string> {
  const folder = join(projectRoot, "node_modules", ".cache", "goatedvips-bench");
  bundled ??= build({
    entryPoints: FILES.map((name) => fileURLToPath(new URL(`./${name}.ts`, import.meta.url))),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
  }).then(() => folder);
  return join(await bundled, `${file}.mjs`);
}
