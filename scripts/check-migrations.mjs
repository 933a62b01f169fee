// The schema in TypeScript must say what the newest migration left behind, and the journal must be in order: drizzle's
// migrator compares only the newest time stamp, so an older migration merged late would be skipped in silence.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = "db/migrations";
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

const copy = mkdtempSync(join(tmpdir(), "goatedvips-migrations-"));
cpSync(folder, copy, { recursive: true });
const { status, stdout, stderr } = spawnSync(
  "node_modules/.bin/drizzle-kit",
  ["generate", "--dialect", "postgresql", "--schema", "./db/schema/*.ts", "--out", copy, "--name", "drift"],
  { encoding: "utf8" },
);
if (status !== 0) problems.push(`drizzle-kit could not compare: ${stdout}${stderr}`);
else if (readdirSync(copy).length !== readdirSync(folder).length) {
  problems.push("the schema has changed without a migration: run `npx drizzle-kit generate --name <what>`");
}
rmSync(copy, { recursive: true, force: true });

for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
