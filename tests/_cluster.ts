import { readFileSync } from "node:fs";
import { readdir, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { shutDown } from "../db/embedded/postmaster.js";
import { readPostmasterPid } from "../db/embedded/postmaster-pid.js";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../db/embedded/start.js";
import { migrate } from "../db/migrate.js";
import { runAlone, withDatabase } from "./_admin.js";

declare module "vitest" {
  interface ProvidedContext {
    /** One PostgreSQL for the whole run, and the migrated database in it that tests clone. */
    readonly testCluster: { readonly adminUrl: string; readonly template: string };
  }
}

const folderPrefix = "goatedvips-test-";
const template = "goatedvips_template";

/** Below this memory-backed storage is of no use: containers often get 64 MB, and the write-ahead log alone may take 512 MB. */
const roomBytes = 2 ** 30;

let cluster: EmbeddedPostgres | undefined;
let folder: string | undefined;

/** Vitest's global setup: starts one throw-away cluster and migrates the template in it. */
export async function setup(project: TestProject): Promise<void> {
  const storage = await chooseStorage();
  await sweepLeftovers(storage);
  folder = join(storage, `${folderPrefix}${process.pid}-${startOf(process.pid)}`);
  cluster = await startEmbeddedPostgres({ dataDir: folder, durable: false });
  const templateUrl = withDatabase(cluster.url, template);
  await runAlone(cluster.url, `create database ${template}`);
  await migrate(templateUrl);
  // A single forgotten session on the template would make every clone fail.
  await runAlone(cluster.url, `alter database ${template} with is_template true allow_connections false`);
  project.provide("testCluster", { adminUrl: cluster.url, template });
}

export async function teardown(): Promise<void> {
  await cluster?.stop({ force: true });
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
}

async function chooseStorage(): Promise<string> {
  try {
    const { bavail, bsize } = await statfs("/dev/shm");
    if (bavail * bsize >= roomBytes) return "/dev/shm";
  } catch {
    // Only Linux has it.
  }
  return tmpdir();
}

/** A killed run leaves its server running and its folder behind. The folder's name says whose it was. */
async function sweepLeftovers(storage: string): Promise<void> {
  for (const name of await readdir(storage)) {
    const [, pid, start] = /^goatedvips-test-(\d+)-(\d+)$/.exec(name) ?? [];
    if (pid === undefined || start === undefined || startOf(Number(pid)) === start) continue;
    await removeCluster(join(storage, name)).catch((error: unknown) => {
      process.stderr.write(`could not remove the left-over test cluster ${name}: ${String(error)}\n`);
    });
  }
}

async function removeCluster(path: string): Promise<void> {
  const data = join(path, "cluster");
  const server = await readPostmasterPid(data).catch(() => undefined);
  // Orderly, because a killed server leaves its shared memory in the same storage.
  if (server) await shutDown(server.pid, data);
  await rm(path, { recursive: true, force: true });
}

/** When a process started, in ticks since boot, so that a number given out twice is not taken for the same process; "0" elsewhere. */
function startOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return undefined;
  }
  if (process.platform !== "linux") return "0";
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    return status.slice(status.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    // It ended between the two looks.
    return undefined;
  }
}
