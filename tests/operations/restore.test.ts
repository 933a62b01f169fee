import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { appendFile, chmod, chown, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { visit } from "./_doctor.js";
import { startApi } from "../../api/start.js";
import { startLiveBoards } from "../../core/boards/start-live-boards.js";
import { createSource } from "../../core/sources/create-source.js";
import { createViews } from "../../core/views/create-views.js";
import { connect } from "../../db/connect.js";
import { migrate } from "../../db/migrate.js";
import { projectRoot } from "../../project-root.js";
import { startReceiver } from "../../webhooks/start.js";
import { until } from "../_until.js";
import { runAlone, withDatabase } from "../_admin.js";
import { freePorts } from "../_product.js";
import { BOT_TOKEN } from "../api/_api.js";
import { ClientTable, FeedClient } from "../live/_client.js";
import { contextOn, secretsKey, send, settled, sign, TestClock } from "../receiver/_receiver.js";
import { PostgresPrograms } from "./_postgres-programs.js";

const found = PostgresPrograms.find();
const script = (name: string) => join(projectRoot, "ops/backup", name);

/** A server that archives and replays its log takes its time on a busy machine. */
const LIMIT_MS = 60_000;

describe.skipIf(typeof found === "string")("backup and restore, by the scripts of ops/backup", () => {
  const programs = found as PostgresPrograms;
  let folder: string;
  let cluster: string;
  let backups: string;
  let port: number;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "goatedvips-restore-"));
    cluster = join(folder, "cluster");
    backups = join(folder, "backups");
    await mkdir(join(backups, "wal"), { recursive: true });
    await chmod(folder, 0o711);
    const { uid, gid } = programs.user;
    if (uid !== undefined && gid !== undefined) {
      for (const path of [folder, backups, join(backups, "wal")]) await chown(path, uid, gid);
    }
    [port] = (await freePorts(1)) as [number];
    url = `postgres://goatedvips@127.0.0.1:${port}/goatedvips`;
    programs.run("initdb", ["-D", cluster, "-U", "goatedvips", "--auth=trust", "--encoding=UTF8", "--wal-segsize=1"]);
    await appendFile(
      join(cluster, "postgresql.conf"),
      `archive_mode = on
       archive_timeout = 1
       archive_command = '${script("archive-wal.sh")} "%p" "%f" ${join(backups, "wal")}'
       port = ${port}
       listen_addresses = '127.0.0.1'
       unix_socket_directories = ''`,
    );
    start();
    await runAlone(withDatabase(url, "postgres"), "create database goatedvips");
    await migrate(url);
  }, 60_000);

  afterAll(async () => {
    try {
      programs.run("pg_ctl", ["-D", cluster, "-m", "immediate", "stop"]);
    } catch {
      // It is down already.
    }
    await rm(folder, { recursive: true, force: true });
  });

  function start(): void {
    programs.run("pg_ctl", ["-D", cluster, "-l", join(folder, "server.log"), "-w", "start"]);
  }

  it("bring back what was lost with the disk: every wager counts once, sums hold, and boards start afresh", async () => {
    const pool = connect(url, { applicationName: "test", onIdleError: () => undefined });
    pool.on("connect", (client) => client.on("error", () => undefined));
    const context = contextOn(pool, new TestClock());
    const signal = new AbortController().signal;
    const { slug, secret } = await createSource(context, { slug: "casino", name: "Casino", mode: "events" });
    const config = { host: "127.0.0.1", port: 0, trustProxy: 0 };
    const receiver = await startReceiver({ context, databaseUrl: url, config }, signal);
    const boards = await startLiveBoards(context, {}, signal);
    const api = await startApi(
      {
        context,
        views: createViews(context, boards),
        boards,
        config: {
          host: "127.0.0.1",
          port: 0,
          publicUrl: "http://race.example",
          botToken: BOT_TOKEN,
          trustProxy: 0,
          miniAppDir: folder,
          botUsername: () => null,
        },
      },
      signal,
    );
    // Somebody who watches the board all the time.
    const watcher = await FeedClient.connect(api.port);
    watcher.hello({ subscribe: ["board:all-time"] });
    await watcher.next("snap");

    // A casino that posts without a pause, and remembers what it sent.
    const sent: { id: string; body: Buffer }[] = [];
    let accepted = 0;
    const enough = new AbortController();
    const post = async ({ id, body }: { id: string; body: Buffer }): Promise<number> => {
      const timestamp = String(Math.floor(Date.now() / 1_000));
      const headers = {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": sign(secret, id, timestamp, body),
      };
      return (await send(receiver.port, { path: `/hooks/v1/${slug}`, headers, body })).status;
    };
    const posting = (async () => {
      while (!enough.signal.aborted) {
        const data = { player_id: `U${sent.length % 50}`, amount: "1.000001", occurred_at: new Date().toISOString() };
        const delivery = {
          id: `msg_${randomBytes(8).toString("hex")}`,
          body: Buffer.from(JSON.stringify(settled(data))),
        };
        sent.push(delivery);
        if ((await post(delivery).catch(() => 0)) === 200) accepted += 1;
      }
    })();
    const archived = async () =>
      (await readdir(join(backups, "wal"))).filter((name) => /^[0-9A-F]{24}$/.test(name)).length;

    await until("100 posts", () => accepted > 100, LIMIT_MS);
    const environment = { BACKUP_DIR: backups, DATABASE_URL: url };
    expect(programs.run(script("base-backup.sh"), [], environment)).toContain("is complete and verified");
    const before = { accepted, archived: await archived() };
    await until(
      "100 more posts and two archived files",
      async () => accepted > before.accepted + 100 && (await archived()) >= before.archived + 2,
      LIMIT_MS,
    );

    const drill = programs.run(script("restore-drill.sh"), [], {
      BACKUP_DIR: backups,
      TMPDIR: folder,
      SECRETS_KEY: secretsKey.toString("base64"),
      DOCTOR: "node --import tsx cli/main.ts doctor --only money,secrets",
    });
    expect(drill).toContain("ok   ledger");
    expect(drill).toContain("ok   stored secrets         1 open with this key");
    expect(drill).toMatch(/casino \| events \| \d{4}-/);
    expect(drill).toMatch(/was restored and checked in \d+ s/);

    // The disk dies under load.
    const epoch = boards.version("board:all-time")?.epoch;
    programs.run("pg_ctl", ["-D", cluster, "-m", "immediate", "stop"]);
    await rm(cluster, { recursive: true });
    await until("503 without a database", async () => (await post(sent[0]!)) === 503, LIMIT_MS);
    programs.run(script("restore.sh"), ["latest", cluster], { BACKUP_DIR: backups });
    start();
    const hasRecovered = () =>
      pool.query<{ is: boolean }>("select pg_is_in_recovery() as is").then(
        ({ rows }) => rows[0]?.is === false,
        () => false,
      );
    await until("the end of the recovery", hasRecovered, LIMIT_MS);
    await migrate(url); // As every process does when it starts.
    enough.abort();
    await posting;
    const { rows: restored } = await pool.query<{ entries: number }>("select count(*)::int as entries from ledger");
    expect(restored[0]!.entries, "more than the base copy held").toBeGreaterThan(before.accepted);

    // The casino sends the lost time again, and whatever it is not sure of: here, everything.
    for (const delivery of sent)
      await until("a repeated delivery", async () => (await post(delivery)) === 200, LIMIT_MS);
    const { rows } = await pool.query<{ entries: number; total: string }>(
      "select count(*)::int as entries, sum(delta)::text as total from ledger",
    );
    expect(rows[0]).toEqual({ entries: sent.length, total: String(sent.length * 1_000_001) });
    const { isGood, find } = await visit(pool, { only: "money,database", context: { secretsKey } });
    expect(find("ledger").ok).toBe(true);
    expect(find("ledger era").detail).toMatch(/^2, since/);
    expect(isGood || !find("database version").ok, "only an old server may be found fault with").toBe(true);

    await boards.caughtUp();
    expect(boards.version("board:all-time")?.epoch).not.toBe(epoch);
    expect(String(boards.page("board:all-time", 0, 1)?.totalScore)).toBe(rows[0]!.total);

    // The watcher saw one feed through all of it, and ends with what SQL says.
    const { rows: sums } = await pool.query<{ id: string; wagered: string }>(
      `select 'p' || player_id as id, trunc(sum(delta) / 1e6, 6)::text as wagered from ledger group by 1 order by 1`,
    );
    const seen = () => {
      const table = new ClientTable();
      for (const frame of watcher.frames) table.apply(frame);
      const held = table.sorted().map(({ player, wagered }) => ({ id: player.id, wagered }));
      return { epoch: table.epoch, wagered: held.sort((a, b) => a.id.localeCompare(b.id)) };
    };
    await until("the watcher's board of the new epoch", () => isDeepStrictEqual(seen().wagered, sums), LIMIT_MS);
    expect(sums).toHaveLength(50);
    expect(seen().epoch).not.toBe(epoch);
    expect(watcher.closed, "the socket stayed open").toBeUndefined();
    watcher.end();
    await api[Symbol.asyncDispose]();

    await boards[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
    await pool.end();
  }, 180_000);

  it("keep the newest copies and the log that they need, and no more", async () => {
    for (let copy = 0; copy < 2; copy++) {
      const names = await readdir(join(backups, "base"));
      const now = () => `${new Date().toISOString().replace(/[-:]/g, "").slice(0, 15)}Z`;
      await until("the next second", () => !names.includes(now()));
      programs.run(script("base-backup.sh"), [], { BACKUP_DIR: backups, DATABASE_URL: url, KEEP: "2" });
    }
    const copies = (await readdir(join(backups, "base"))).sort();
    expect(copies).toHaveLength(2);
    const label = await readFile(join(backups, "base", copies[0]!, "backup_label"), "utf8");
    const first = /\(file ([0-9A-F]{24})\)/.exec(label)![1]!;
    await until(
      "the first file in the archive",
      async () => (await readdir(join(backups, "wal"))).includes(first),
      LIMIT_MS,
    );
    const log = (await readdir(join(backups, "wal"))).filter((name) => /^[0-9A-F]{24}$/.test(name));
    expect(log.every((name) => name.slice(8) >= first.slice(8))).toBe(true);
  });

  it("touch neither a folder that holds something nor a piece of log that is there with another content", async () => {
    expect(() => programs.run(script("restore.sh"), ["latest", cluster], { BACKUP_DIR: backups })).toThrow(
      "is not empty",
    );
    expect(existsSync(join(cluster, "PG_VERSION"))).toBe(true);
    const archive = join(backups, "wal");
    const [name] = await readdir(archive);
    expect(() => programs.run(script("archive-wal.sh"), [script("restore.sh"), name!, archive])).toThrow("differs");
    expect(programs.run(script("archive-wal.sh"), [join(archive, name!), name!, archive])).toBe("");
  });
});
