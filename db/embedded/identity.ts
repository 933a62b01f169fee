import { chown, stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import { type Binaries, copyBinaries } from "./binaries.js";
import { type Identity, commandAs, run } from "./command.js";
import { EmbeddedPostgresError, hasCode } from "./error.js";
import type { Folder } from "./folder.js";

/** How PostgreSQL's programs are run for one folder. */
export interface Runner {
  readonly identity: Identity;
  readonly binaries: Binaries;
}

type Verdict = { readonly kind: "works" | "folder-closed" | "binaries-closed"; readonly reason: string };

const ownIdentity: Identity = { name: "the present user", wrapper: [] };

/**
 * A user namespace in which we are called nobody: PostgreSQL sees no root, while files are still reached with our own id.
 * Works under private parents; containers often forbid it.
 */
const namespaceIdentity: Identity = {
  name: "a user namespace",
  wrapper: ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"],
};

/**
 * Decides as whom to run, by trying: the first candidate that can enter the folder and start `postgres` wins. As root these
 * are nobody, a user namespace, and the owner of the parent folder; where only the programs are out of reach, they are copied.
 * An existing cluster belongs to whoever created it, so its owner decides.
 * @throws EmbeddedPostgresError with the ways to mend it, when no candidate works.
 */
export async function chooseRunner(folder: Folder, binaries: Binaries): Promise<Runner> {
  const candidates = await candidatesFor(folder);
  const failures: { readonly identity: Identity; readonly verdict: Verdict }[] = [];
  for (const identity of candidates) {
    await giveFolder(folder, identity);
    const verdict = await probe(identity, folder, binaries);
    if (verdict.kind === "works") return { identity, binaries };
    failures.push({ identity, verdict });
  }
  for (const { identity } of failures.filter(({ verdict }) => verdict.kind === "binaries-closed")) {
    await giveFolder(folder, identity);
    const copied = await copyBinaries(binaries, folder.path);
    if ((await probe(identity, folder, copied)).kind === "works") return { identity, binaries: copied };
  }
  throw new EmbeddedPostgresError(
    [
      `The embedded PostgreSQL cannot run in ${folder.path}.`,
      ...failures.map(({ identity, verdict }) => `As ${identity.name}: ${verdict.reason}`),
      "Mend it in one of these ways: run as an ordinary user; set DATA_DIR to a folder that every user may enter " +
        "(every parent needs mode o+x, for example /var/lib/goatedvips); or set DATABASE_URL to a PostgreSQL of version 16 or later.",
    ].join("\n"),
  );
}

async function candidatesFor(folder: Folder): Promise<readonly Identity[]> {
  const owner = await ownerOf(folder.cluster);
  const self = process.geteuid?.();
  if (self !== 0) {
    if (owner !== undefined && owner.uid !== self) {
      throw new EmbeddedPostgresError(
        `The database in ${folder.path} belongs to user id ${owner.uid}, not to the present user ${self}. ` +
          "Run as that user or as root, change its owner with chown -R, or set DATA_DIR to another folder.",
      );
    }
    // initdb looks its own user up and fails where there is no entry, as in containers started with an arbitrary id.
    return isListedUser() ? [ownIdentity] : [namespaceIdentity];
  }
  if (owner !== undefined) return [owner.uid === 0 ? namespaceIdentity : identityOf(`user id ${owner.uid}`, owner)];
  const parent = await ownerOf(dirname(folder.path));
  const nobody = await nobodyIds();
  return [
    ...(nobody ? [identityOf("nobody", nobody)] : []),
    namespaceIdentity,
    ...(parent && parent.uid !== 0 ? [identityOf(`user id ${parent.uid}`, parent)] : []),
  ];
}

function identityOf(name: string, ids: { readonly uid: number; readonly gid: number }): Identity {
  return { name, ids: { uid: ids.uid, gid: ids.gid }, wrapper: [] };
}

function isListedUser(): boolean {
  try {
    userInfo();
    return true;
  } catch {
    // The only reason to fail is that the user database has no entry for our id.
    return false;
  }
}

async function ownerOf(path: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const { uid, gid } = await stat(path);
    return { uid, gid };
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Looked up, because the ids differ: 65534 on most Linux systems, 99 on some, −2 on macOS. */
async function nobodyIds(): Promise<{ uid: number; gid: number } | undefined> {
  const [uid, gid] = await Promise.all(
    ["-u", "-g"].map(async (option) =>
      Number((await run(commandAs(ownIdentity, "id", [option, "nobody"], "/"))).output),
    ),
  );
  return Number.isInteger(uid) && Number.isInteger(gid) && uid !== undefined && gid !== undefined
    ? { uid, gid }
    : undefined;
}

async function giveFolder(folder: Folder, identity: Identity): Promise<void> {
  if (process.geteuid?.() !== 0) return;
  const { uid, gid } = identity.ids ?? { uid: 0, gid: 0 };
  await chown(folder.path, uid >>> 0, gid >>> 0);
}

/** Tried rather than reasoned from mode bits: access lists, read-only mounts and security modules have a say too. */
async function probe(identity: Identity, folder: Folder, binaries: Binaries): Promise<Verdict> {
  const enter = await run(commandAs(identity, "/bin/sh", ["-c", 'cd "$1" && test -w .', "sh", folder.path], "/"));
  if (enter.exitCode !== 0) return { kind: "folder-closed", reason: await describeClosed(identity, folder.path) };
  const start = await run(commandAs(identity, binaries.postgres, ["--version"], "/"));
  if (start.exitCode === 0) return { kind: "works", reason: "" };
  return { kind: "binaries-closed", reason: `${binaries.postgres} does not start: ${start.output}` };
}

/** Names the outermost folder that stands in the way, because that is the one to change. */
async function describeClosed(identity: Identity, path: string): Promise<string> {
  const outwards: string[] = [];
  for (let at = path; at !== dirname(at); at = dirname(at)) outwards.push(at);
  for (const at of outwards.toReversed()) {
    const { exitCode } = await run(commandAs(identity, "/bin/sh", ["-c", 'test -x "$1"', "sh", at], "/"));
    if (exitCode !== 0) return `it may not enter ${at} (mode ${((await stat(at)).mode & 0o7777).toString(8)})`;
  }
  return `it may not write to ${path}`;
}
