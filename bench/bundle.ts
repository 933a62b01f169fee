import { build } from "esbuild";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { projectRoot } from "../project-root.js";

/** A script of a benchmark that runs in a process of its own, below `bench/` and without its extension. */
export type ProcessFile = `${"ingest" | "boards" | "feed" | "bot" | "polls"}/${string}-process`;

const bundled = new Map<ProcessFile, Promise<string>>();

/**
 * The processes as the product ships: bundled. The loader of development names every closure at run time, which made
 * the receiver a third slower than it is.
 * @returns path of the script
 */
export async function bundledScript(file: ProcessFile): Promise<string> {
  const made = bundled.get(file) ?? bundle(file);
  bundled.set(file, made);
  return made;
}

async function bundle(file: ProcessFile): Promise<string> {
  const outfile = join(projectRoot, "node_modules", ".cache", "goatedvips-bench", `${file}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`./${file}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
  });
  return outfile;
}
