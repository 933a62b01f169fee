// The schema in TypeScript must say what the newest migration left behind, and the journal must be in order: drizzle's
// migrator compares only the newest time stamp, so an older migration merged late would be skipped in silence.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

// Other folders are given by the test that proves that drift is found.
const [schema = "db/schema", folder = "db/migrations"] = process.argv.slice(2);
const problems = [];

const { entries } = JSON.parse(readFileSync(join(folder, "meta/_journal.json"), "utf8"));
for (const [at, entry] of entries.entries()) {
  const before = entries[at - 1];
  if (before !== undefined && entry.when <= before.when) {
    problems.push(`${entry.tag} is dated before ${before.tag}: generate it again on top of the newest`);
  }
}
const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
const known = new Set(entries.map((entry) => `${entry.tag}.sql`));
for (const file of files) if (!known.has(file)) problems.push(`${file} is not in the journal`);
for (const file of known) if (!files.includes(file)) problems.push(`${file} is in the journal but not in the folder`);

// Inside the project, because drizzle-kit takes --out as relative; it exits with 0 even when it fails, so only its own
// words count.
mkdirSync("node_modules/.cache", { recursive: true });
const copy = mkdtempSync("node_modules/.cache/migrations-");
cpSync(folder, copy, { recursive: true });
const { stdout, stderr } = spawnSync(
  "node_modules/.bin/drizzle-kit",
  ["generate", "--dialect", "postgresql", "--schema", `./${schema}/*.ts`, "--out", copy, "--name", "drift"],
  { encoding: "utf8" },
);
rmSync(copy, { recursive: true, force: true });
if (stdout.includes("Your SQL migration file")) {
  problems.push("the schema has changed without a migration: run `npm run generate -- --name <what>`");
} else if (!stdout.includes("No schema changes")) {
  problems.push(`drizzle-kit could not compare schema and migrations: ${stdout}${stderr}`);
}

for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
