import { chmod, cp, mkdir, readdir, rm, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Binaries, copyBinaries, findBinaries } from "../../db/embedded/binaries.js";
import { commandAs, run } from "../../db/embedded/command.js";
import { restoreSymlinks } from "../../db/embedded/symlinks.js";
import { temporaryFolder } from "./_processes.js";

const own = { name: "the present user", wrapper: [] };
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let root: string;

/** What npm unpacks when install scripts are blocked: the same files and none of the links. */
beforeEach(async () => {
  folder = await temporaryFolder();
  root = join(folder.path, "native");
  await cp((await findBinaries()).root, root, { recursive: true, verbatimSymlinks: true });
  for (const entry of await readdir(join(root, "lib"), { withFileTypes: true })) {
    if (entry.isSymbolicLink()) await rm(join(root, "lib", entry.name));
  }
});

afterEach(() => folder[Symbol.asyncDispose]());

const startPostgres = (at: string, identity: Parameters<typeof commandAs>[0] = own): ReturnType<typeof run> =>
  run(commandAs(identity, join(at, "bin", "postgres"), ["--version"], "/"));

test("without its symlinks PostgreSQL does not start, and restoring them mends it, even twice at once", async () => {
  expect((await startPostgres(root)).output).toContain("error while loading shared libraries");
  await Promise.all([restoreSymlinks(root), restoreSymlinks(root), restoreSymlinks(root)]);
  expect((await startPostgres(root)).output).toMatch(/^postgres \(PostgreSQL\) 18\./);
  expect((await readdir(join(root, "lib"))).filter((name) => /-[0-9a-f]{12}$/.test(name))).toEqual([]);
});

test("a symlink that leads nowhere is replaced", async () => {
  await symlink("no-such-library.so", join(root, "lib", "libicuuc.so.60"));
  await restoreSymlinks(root);
  expect((await startPostgres(root)).exitCode).toBe(0);
});

test.runIf(process.geteuid?.() === 0)("a copy of private programs can be run by others", async () => {
  await chmod(join(root, "bin", "postgres"), 0o700);
  const closed = join(folder.path, "closed");
  const open = join(folder.path, "open");
  await mkdir(closed, { mode: 0o700 });
  await mkdir(open, { mode: 0o755 });
  await chmod(folder.path, 0o755);
  const { uid, gid } = { uid: 65_534, gid: 65_534 };
  const nobody = { name: "nobody", ids: { uid, gid }, wrapper: [] };
  const installed: Binaries = { ...(await findBinaries()), root };
  expect((await startPostgres(root, nobody)).exitCode).not.toBe(0);
  const [copied, same] = await Promise.all([copyBinaries(installed, open), copyBinaries(installed, open)]);
  expect((await startPostgres(copied.root, nobody)).exitCode).toBe(0);
  expect(same.root).toBe(copied.root);
  expect(await readdir(open)).toHaveLength(1);
  expect((await stat(copied.initdb)).mode & 0o777).toBe(0o755);
});
