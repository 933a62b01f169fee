import { spawnSync, type SpawnSyncOptions } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { projectRoot } from "../../project-root.js";

/** What a backup needs; the packages that bring our embedded server have the first two only. */
const NEEDED = ["initdb", "pg_ctl", "pg_basebackup", "pg_verifybackup", "pg_archivecleanup", "psql"];

function folders(): string[] {
  const path = (process.env["PATH"] ?? "").split(delimiter);
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...path, ...versions.map((version) => join(debian, version, "bin"))];
}

/** PostgreSQL refuses root, so root runs its programs as nobody. */
function ordinaryUser(): Pick<SpawnSyncOptions, "uid" | "gid"> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ["-u", "-g"].map((option) => Number(spawnSync("id", [option, "nobody"]).stdout));
  return { uid: uid!, gid: gid! };
}

/** A whole installation of PostgreSQL on this machine, and the user under which it works. */
export class PostgresPrograms {
  readonly user = ordinaryUser();
  readonly #bin: string;

  /** @returns why the test cannot run here, or the programs */
  static find(): PostgresPrograms | string {
    const bin = folders().find((folder) => NEEDED.every((program) => existsSync(join(folder, program))));
    if (bin === undefined) return `needs PostgreSQL's own programs: ${NEEDED.join(", ")}`;
    const programs = new PostgresPrograms(bin);
    const canRead = spawnSync("test", ["-r", join(projectRoot, "cli/main.ts")], programs.user).status === 0;
    return canRead ? programs : "runs as root, and nobody may not read this folder";
  }

  constructor(bin: string) {
    this.#bin = bin;
  }

  /** Runs a program or script to its end. @throws with all it wrote when it fails */
  run(program: string, args: readonly string[], environment: Record<string, string> = {}): string {
    const path = `${this.#bin}${delimiter}${process.env["PATH"] ?? ""}`;
    const { status, stdout, stderr, error } = spawnSync(
      program.includes("/") ? program : join(this.#bin, program),
      args,
      {
        ...this.user,
        cwd: projectRoot,
        encoding: "utf8",
        // A server that stays behind keeps its inherited output open, and a pipe would wait for it.
        stdio: program === "pg_ctl" ? "ignore" : "pipe",
        env: { PATH: path, LC_ALL: "C.UTF-8", TZ: "UTC", ...environment },
      },
    );
    if (status !== 0) throw new Error(`${program} ended with ${status}\n${stdout}\n${stderr}\n${error?.message ?? ""}`);
    return stdout;
  }
}
