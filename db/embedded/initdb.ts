import { randomBytes } from "node:crypto";
import { chown, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { commandAs, run } from "./command.js";
import { EmbeddedPostgresError, hasCode } from "./error.js";
import type { Folder } from "./folder.js";
import type { Runner } from "./identity.js";

/** The superuser and the database of the product. */
export const embeddedName = "goatedvips";

const unfinishedPrefix = "new-";

/**
 * Creates the cluster when there is none (0.7 s). It is built beside its place and renamed into it, so one that was cut short
 * is thrown away instead of being started.
 */
export async function createCluster(
  folder: Folder,
  runner: Runner,
  options: { readonly durable: boolean; readonly signal: AbortSignal | undefined },
): Promise<void> {
  if (await exists(join(folder.cluster, "PG_VERSION"))) return;
  await removeUnfinished(folder);
  const fresh = join(folder.path, `${unfinishedPrefix}${randomBytes(6).toString("hex")}`);
  const passwordFile = `${fresh}.password`;
  await writeFile(passwordFile, randomBytes(24).toString("base64url"), { mode: 0o600 });
  if (runner.identity.ids) await chown(passwordFile, runner.identity.ids.uid >>> 0, runner.identity.ids.gid >>> 0);
  const args = [
    `--pgdata=${fresh}`,
    `--username=${embeddedName}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // PostgreSQL's own C.UTF-8 sorts the same on every machine and needs no locale of the operating system.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    ...(options.durable ? [] : ["--no-sync"]),
  ];
  const result = await run(commandAs(runner.identity, runner.binaries.initdb, args, folder.path), options.signal);
  options.signal?.throwIfAborted();
  if (result.exitCode !== 0) {
    await removeUnfinished(folder);
    throw new EmbeddedPostgresError(`initdb failed in ${folder.path}: ${result.output}`);
  }
  await rename(passwordFile, join(fresh, basename(folder.passwordFile)));
  await rename(fresh, folder.cluster);
}

/** Reads the password that was generated together with the cluster. */
export async function readPassword(folder: Folder): Promise<string> {
  return (await readFile(folder.passwordFile, "utf8")).trim();
}

async function removeUnfinished(folder: Folder): Promise<void> {
  for (const name of await readdir(folder.path)) {
    if (name.startsWith(unfinishedPrefix)) await rm(join(folder.path, name), { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return false;
    throw error;
  }
}
