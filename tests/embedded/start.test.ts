import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { identifyOccupant, readPostmasterPid } from "../../db/embedded/postmaster-pid.js";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../db/embedded/start.js";
import { until } from "../_until.js";
import { spawnStarter, START_LIMIT_MS, temporaryFolder } from "./_processes.js";

const isRoot = process.geteuid?.() === 0;

let parent: Awaited<ReturnType<typeof temporaryFolder>>;
let dataDir: string;
let cluster: string;

beforeAll(async () => {
  parent = await temporaryFolder();
  await chmod(parent.path, 0o755);
  dataDir = join(parent.path, "postgres");
  cluster = join(dataDir, "cluster");
});

afterAll(() => parent[Symbol.asyncDispose]());

async function ask<T extends object>(server: { readonly url: string }, text: string): Promise<T[]> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

const isRunning = async (server: EmbeddedPostgres | { pid: number }): Promise<boolean> =>
  (await identifyOccupant(server.pid, cluster)) === "postmaster";

test("the first start creates a durable UTF-8 server that only this machine reaches, with its password kept private", async () => {
  await using server = await startEmbeddedPostgres({ dataDir });
  expect(server.adopted).toBe(false);
  expect(server.port).toBeLessThan(32_768);
  const names = [
    "fsync",
    "listen_addresses",
    "unix_socket_directories",
    "server_encoding",
    "full_page_writes",
    "TimeZone",
  ];
  const settings = await ask<{ name: string; setting: string }>(
    server,
    `select name, setting from pg_settings where name in (${names.map((name) => `'${name}'`).join()})`,
  );
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
    fsync: "on",
    full_page_writes: "on",
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    server_encoding: "UTF8",
    TimeZone: "UTC",
  });
  expect(await ask(server, "select current_database() as name")).toEqual([{ name: "goatedvips" }]);
  expect((await stat(join(cluster, "goatedvips.password"))).mode & 0o777).toBe(0o600);
  const wrong = new URL(server.url);
  wrong.password = "guess";
  await expect(ask({ url: wrong.href }, "select 1")).rejects.toThrow("password authentication failed");
});

test("a second process joins the running server, and the last one to leave stops it, whoever started it", async () => {
  const first = await startEmbeddedPostgres({ dataDir });
  const other = await spawnStarter(dataDir);
  expect(other.greeting).toEqual({ pid: first.pid, url: first.url, adopted: true });
  await first.stop();
  expect(await isRunning(other.greeting)).toBe(true);
  expect(await ask(other.greeting, "select 1 as one")).toEqual([{ one: 1 }]);
  await other.finish();
  expect(await isRunning(other.greeting)).toBe(false);
});

test("processes that start at the same moment on an empty folder end at one server", async () => {
  const fresh = join(parent.path, "contended");
  const starters = await Promise.all([spawnStarter(fresh), spawnStarter(fresh), spawnStarter(fresh)]);
  expect(new Set(starters.map(({ greeting }) => greeting.url)).size).toBe(1);
  expect(new Set(starters.map(({ greeting }) => greeting.pid)).size).toBe(1);
  expect(starters.filter(({ greeting }) => !greeting.adopted)).toHaveLength(1);
  await Promise.all(starters.map((starter) => starter.finish()));
  expect(await readPostmasterPid(join(fresh, "cluster"))).toBeUndefined();
});

test("processes that leave and come at the same moment never find themselves without a server", async () => {
  for (let round = 0; round < 10; round += 1) {
    const leaving = await startEmbeddedPostgres({ dataDir });
    const [, coming] = await Promise.all([leaving.stop(), startEmbeddedPostgres({ dataDir })]);
    expect(await ask(coming, "select 1 as one")).toEqual([{ one: 1 }]);
    await coming.stop();
    expect(await isRunning(coming)).toBe(false);
  }
});

test("kill -9 of the starter leaves the server, which is adopted with every acknowledged write", async () => {
  const starter = await spawnStarter(dataDir, "write");
  await until("500 written rows", () => starter.lines.length > 500, START_LIMIT_MS);
  await starter.kill();
  const acknowledged = Number(starter.lines.at(-1));
  await using server = await startEmbeddedPostgres({ dataDir });
  expect(server.adopted).toBe(true);
  expect(server.pid).toBe(starter.greeting.pid);
  const [row] = await ask<{ kept: number }>(server, "select count(*)::int as kept from acknowledged");
  // The one that was under way may have been written too.
  expect([acknowledged, acknowledged + 1]).toContain(row?.kept);
});

test("kill -9 of starter and server loses no acknowledged write either", async () => {
  await dropWrites();
  const starter = await spawnStarter(dataDir, "write");
  await until("500 written rows", () => starter.lines.length > 500, START_LIMIT_MS);
  process.kill(starter.greeting.pid, "SIGKILL");
  await starter.kill();
  const acknowledged = Number(starter.lines.at(-1));
  await using server = await startEmbeddedPostgres({ dataDir });
  expect(server.adopted).toBe(false);
  const [row] = await ask<{ kept: number }>(server, "select count(*)::int as kept from acknowledged");
  expect([acknowledged, acknowledged + 1]).toContain(row?.kept);
});

async function dropWrites(): Promise<void> {
  await using server = await startEmbeddedPostgres({ dataDir });
  await ask(server, "drop table if exists acknowledged");
}

test("a server that is killed under a living process comes back at the same address", async () => {
  await using server = await startEmbeddedPostgres({ dataDir });
  await ask(server, "create table if not exists kept as select 7 as n");
  const killed = server.pid;
  process.kill(killed, "SIGKILL");
  await until("another server", () => server.pid !== killed, START_LIMIT_MS);
  expect(await ask(server, "select n from kept")).toEqual([{ n: 7 }]);
});

test("a process whose session was ended by an administrator still counts as a user", async () => {
  await using server = await startEmbeddedPostgres({ dataDir });
  const keepers = "select pid from pg_stat_activity where application_name = 'goatedvips keeper'";
  const [keeper] = await ask<{ pid: number }>(server, keepers);
  await ask(server, `select pg_terminate_backend(${keeper?.pid})`);
  await until(
    "another keeper",
    async () => (await ask<{ pid: number }>(server, keepers)).some(({ pid }) => pid !== keeper?.pid),
    START_LIMIT_MS,
  );
  await (await startEmbeddedPostgres({ dataDir })).stop();
  expect(await ask(server, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("a connection without a share keeps the server too, unless it is stopped by force", async () => {
  const server = await startEmbeddedPostgres({ dataDir });
  const stranger = new Client({ connectionString: server.url });
  const cut = new Promise((resolve) => stranger.on("error", resolve));
  await stranger.connect();
  await server.stop();
  expect(await isRunning(server)).toBe(true);
  const next = await startEmbeddedPostgres({ dataDir });
  expect(next.adopted).toBe(true);
  await next.stop({ force: true });
  expect(await isRunning(next)).toBe(false);
  await cut;
});

test("a port that is taken is passed over", async () => {
  const { port } = await startEmbeddedPostgres({ dataDir }).then(async (server) => (await server.stop(), server));
  const squatter = createServer().listen(port, "127.0.0.1");
  await once(squatter, "listening");
  try {
    await using server = await startEmbeddedPostgres({ dataDir });
    expect(server.port).not.toBe(port);
    expect(await ask(server, "select 1 as one")).toEqual([{ one: 1 }]);
  } finally {
    squatter.close();
  }
});

describe("a lock file left by a crash", () => {
  beforeAll(async () => (await startEmbeddedPostgres({ dataDir })).stop());

  /** The server asks about processes of its own user only, so the impostor must be one. */
  async function clusterOwner(): Promise<{ uid: number; gid: number }> {
    const { uid, gid } = await stat(cluster);
    return { uid, gid };
  }

  async function leaveLockFile(pid: number): Promise<void> {
    await using server = await startEmbeddedPostgres({ dataDir });
    const file = join(cluster, "postmaster.pid");
    const text = await readFile(file, "utf8");
    await server.stop();
    await writeFile(file, text.replace(/^\d+/, String(pid)), { mode: 0o600 });
    const { uid, gid } = await clusterOwner();
    await chown(file, uid, gid);
  }

  test("does not matter when its number was given to another program", async () => {
    const other = spawn("sleep", ["60"], { ...(isRoot && (await clusterOwner())), cwd: "/" });
    await once(other, "spawn");
    await leaveLockFile(other.pid!);
    expect(await identifyOccupant(other.pid!, cluster)).toBe("foreign");
    await using server = await startEmbeddedPostgres({ dataDir });
    expect(server.adopted).toBe(false);
    expect(other.exitCode).toBeNull();
    other.kill();
  });

  test.runIf(process.platform === "linux")("does not matter when its process is a zombie", async () => {
    // The shell becomes `sleep`, which never collects the child it inherits. Before that it would collect it itself.
    const parentOfZombie = spawn("sh", ["-c", "sleep 60 & echo $!; exec sleep 61"], {
      ...(isRoot && (await clusterOwner())),
      cwd: "/",
    });
    const [line] = (await once(parentOfZombie.stdout, "data")) as [Buffer];
    const zombie = Number(line.toString());
    const commandLine = `/proc/${parentOfZombie.pid}/cmdline`;
    await until("a sleeping process", async () => (await readFile(commandLine, "utf8")).startsWith("sleep\0"));
    process.kill(zombie, "SIGKILL");
    await until("a zombie", async () => (await identifyOccupant(zombie, cluster)) === "zombie");
    await leaveLockFile(zombie);
    await using server = await startEmbeddedPostgres({ dataDir });
    expect(server.adopted).toBe(false);
    parentOfZombie.kill();
  });

  test("does not matter when its process is gone", async () => {
    const gone = spawn("true");
    await once(gone, "exit");
    await leaveLockFile(gone.pid!);
    await using server = await startEmbeddedPostgres({ dataDir });
    expect(server.adopted).toBe(false);
  });
});

test("a cluster whose creation was cut short is thrown away", async () => {
  const fresh = join(parent.path, "unfinished");
  await mkdir(join(fresh, "new-abc"), { recursive: true });
  await writeFile(join(fresh, "new-abc", "PG_VERSION"), "18\n");
  await using server = await startEmbeddedPostgres({ dataDir: fresh });
  expect(await ask(server, "select 1 as one")).toEqual([{ one: 1 }]);
  expect(await readdir(fresh)).toEqual(["cluster", "server.log"]);
});

test("an abort during the start ends it and leaves no process behind", async () => {
  const fresh = join(parent.path, "aborted");
  await expect(startEmbeddedPostgres({ dataDir: fresh, signal: AbortSignal.timeout(100) })).rejects.toThrow(/abort/i);
  expect(await readPostmasterPid(join(fresh, "cluster"))).toBeUndefined();
});

describe.runIf(isRoot)("as root", () => {
  test("the server runs as an ordinary user", async () => {
    await using server = await startEmbeddedPostgres({ dataDir });
    expect((await stat(`/proc/${server.pid}`)).uid).not.toBe(0);
  });

  test("under a private parent it still starts, in a user namespace", async () => {
    const home = join(parent.path, "private");
    await mkdir(home, { mode: 0o700 });
    const options = { dataDir: join(home, "postgres") };
    await using server = await startEmbeddedPostgres(options);
    expect(await ask(server, "select 1 as one")).toEqual([{ one: 1 }]);
    await server.stop();
    await using again = await startEmbeddedPostgres(options);
    expect(await ask(again, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("a database whose owner can no longer reach it is refused with the ways to mend it", async () => {
    const home = join(parent.path, "closed-later");
    await mkdir(home, { mode: 0o755 });
    await (await startEmbeddedPostgres({ dataDir: join(home, "postgres") })).stop();
    await chmod(home, 0o700);
    await expect(startEmbeddedPostgres({ dataDir: join(home, "postgres") })).rejects.toThrow(
      /may not enter \S+closed-later \(mode 700\)[^]*DATA_DIR[^]*DATABASE_URL/,
    );
  });
});
