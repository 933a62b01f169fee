import { readFile, readlink, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./command.js";
import { hasCode } from "./error.js";

/** What a running PostgreSQL writes about itself into its data directory. */
export interface PostmasterPid {
  readonly pid: number;
  readonly dataDir: string;
  readonly port: number;
  readonly status: string;
}

/**
 * Reads a `postmaster.pid`: process id, data directory, start time, port, socket folder, address, shared memory, status.
 * The lines are written one after another while the server starts, so a short file is not an error: port 0 means "not yet".
 */
export function parsePostmasterPid(text: string): PostmasterPid | undefined {
  const lines = text.split("\n").map((line) => line.trim());
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isSafeInteger(pid) || pid === 0) return undefined;
  const port = Number(lines[3] ?? 0);
  return { pid, dataDir: lines[1] ?? "", port: Number.isInteger(port) ? port : 0, status: lines[7] ?? "" };
}

/** The parsed file, or nothing when there is none or it is empty. */
export async function readPostmasterPid(cluster: string): Promise<PostmasterPid | undefined> {
  try {
    return parsePostmasterPid(await readFile(join(cluster, "postmaster.pid"), "utf8"));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** `zombie` has ended but was not collected by its parent; `foreign` is another program that was given the same number. */
export type Occupant = "postmaster" | "zombie" | "foreign" | "gone";

/** Says what the process with this number really is, seen from the data directory that names it. */
export async function identifyOccupant(pid: number, cluster: string): Promise<Occupant> {
  return process.platform === "linux" ? fromProc(pid, cluster) : fromPs(pid, cluster);
}

async function fromProc(pid: number, cluster: string): Promise<Occupant> {
  try {
    const status = await readFile(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in brackets and may itself hold brackets and blanks; the state follows the last one.
    if (/^[ZX]/.test(status.slice(status.lastIndexOf(")") + 2))) return "zombie";
    // PostgreSQL makes its data directory the working directory of all its processes.
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(cluster)) ? "postmaster" : "foreign";
  } catch (error) {
    if (hasCode(error, "ENOENT", "ESRCH")) return "gone";
    // Not ours to look at, so not a server of ours: those run with our id, or we are root.
    if (hasCode(error, "EACCES", "EPERM")) return "foreign";
    throw error;
  }
}

async function fromPs(pid: number, cluster: string): Promise<Occupant> {
  const { exitCode, output } = await run({
    file: "ps",
    args: ["-o", "stat=,command=", "-p", String(pid)],
    options: { cwd: "/" },
  });
  if (exitCode !== 0 || output === "") return "gone";
  if (output.startsWith("Z")) return "zombie";
  return output.includes("postgres") && output.includes(cluster) ? "postmaster" : "foreign";
}

/**
 * Makes PostgreSQL treat a lock file as stale although a process has its number, by writing our own number over it: a server
 * ignores the number of its parent. The other lines stay, so its check that no old backend still uses the shared memory
 * remains in force. Deleting the file would skip that check.
 *
 * Only under the start lock, and only for an occupant that is not a postmaster: a living server whose file changes shuts down.
 */
export async function disownPostmasterPid(cluster: string, expectedPid: number): Promise<void> {
  const file = join(cluster, "postmaster.pid");
  const lines = (await readFile(file, "utf8")).split("\n");
  if (Math.abs(Number(lines[0])) !== expectedPid) return;
  lines[0] = String(process.pid);
  await writeFile(file, lines.join("\n"));
}
