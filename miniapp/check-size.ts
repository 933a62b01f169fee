// Fails when the first page of the built Mini App has grown over its budget, and says which files are the largest.
// Run after `npm run build`: tsx miniapp/check-size.ts
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

/** Bytes after gzip; 1 KB is 1,000 bytes, the stricter reading. */
export const BUDGETS = { script: 110_000, style: 12_000 } as const;
const LISTED = 8;

interface BuiltFile {
  name: string;
  kind: "script" | "style";
  gzipBytes: number;
  /** Named by index.html, so that the browser fetches it before anything can be seen. */
  isFirst: boolean;
}

export interface SizeReport {
  files: BuiltFile[];
  first: Record<BuiltFile["kind"], number>;
  /** One sentence for each budget that is passed. */
  problems: string[];
}

function readFiles(folder: string): BuiltFile[] {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  return readdirSync(join(folder, "assets")).flatMap((name) => {
    if (!/\.(?:js|css)$/.test(name)) return [];
    const bytes = readFileSync(join(folder, "assets", name));
    const kind = name.endsWith(".js") ? ("script" as const) : ("style" as const);
    return [{ name, kind, gzipBytes: gzipSync(bytes).length, isFirst: page.includes(`/assets/${name}"`) }];
  });
}

/** @param folder the built app @throws when it is not built */
export function measure(folder: string, budgets: Record<BuiltFile["kind"], number> = BUDGETS): SizeReport {
  const files = readFiles(folder).sort((left, right) => right.gzipBytes - left.gzipBytes);
  const first = { script: 0, style: 0 };
  for (const file of files) if (file.isFirst) first[file.kind] += file.gzipBytes;
  const problems: string[] = [];
  for (const kind of ["script", "style"] as const) {
    // A page that names no script or style of its own has not been understood, and would always pass.
    if (first[kind] === 0) problems.push(`index.html names no ${kind} in assets/: nothing was measured`);
    if (first[kind] > budgets[kind]) {
      problems.push(`first ${kind} has ${first[kind]} bytes gzip, ${first[kind] - budgets[kind]} over its budget`);
    }
  }
  return { files, first, problems };
}

/** The report as people read it. */
export function describe({ files, first, problems }: SizeReport): string {
  const largest = files.slice(0, LISTED).map(({ name, gzipBytes, isFirst }) => {
    return `${String(gzipBytes).padStart(8)}  ${isFirst ? "first" : "later"}  ${name}`;
  });
  const totals = `first page: ${first.script} bytes of script, ${first.style} bytes of style (gzip)`;
  return [totals, "largest files:", ...largest, ...problems].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const report = measure(process.argv[2] ?? fileURLToPath(new URL("../dist/miniapp", import.meta.url)));
  process.stdout.write(`${describe(report)}\n`);
  if (report.problems.length > 0) process.exitCode = 1;
}
