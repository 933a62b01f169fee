import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { appendAudit } from "../../core/access/audit.js";
import { sealLedger } from "../../core/settlement/seals.js";
import { createSource } from "../../core/sources/create-source.js";
import { rotateSecret } from "../../core/sources/rotate-secret.js";
import { projectRoot } from "../../project-root.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { fencePasses } from "../_fence.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { settled, startTestReceiver } from "../receiver/_receiver.js";
import { selfSigned } from "./_certificate.js";
import { visit } from "./_doctor.js";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database[Symbol.asyncDispose]());

describe("doctor, about the database", () => {
  it("warns of settings under which an answered wager can be lost (the test cluster has them all)", async () => {
    const { find } = await visit(database.pool, { only: "database" });
    expect(find("database version").ok).toBe(true);
    expect(find("durability").ok).toBe(false);
    expect(find("durability").detail).toContain("fsync");
    expect(find("durability").detail).toContain("full_page_writes");
    expect(find("durability").mend).toContain("alter system set synchronous_commit = on;");
    expect(find("clock").ok).toBe(true);
    expect(find("oldest transaction").ok).toBe(true);
    expect(find("ledger era").detail).toMatch(/^1, since \d{4}-\d\d-\d\d/);
  });

  it("warns of a clock that is minutes off", async () => {
    const clock = { now: () => new Date(Date.now() + 300_000) };
    const { find } = await visit(database.pool, { only: "database", context: { clock } });
    expect(find("clock")).toMatchObject({ ok: false, detail: "this machine is 5 min from the database" });
  });

  it("finds migrations that were edited after their release or merged late, and leaves a newer version's alone", async () => {
    const { pool } = database;
    expect((await visit(pool, { only: "database" })).find("migrations").ok).toBe(true);
    await pool.query(
      "insert into drizzle.__drizzle_migrations (hash, created_at) values ('of a newer version', 9999999999999)",
    );
    expect((await visit(pool, { only: "database" })).find("migrations").ok).toBe(true);
    await pool.query("update drizzle.__drizzle_migrations set hash = 'edited' where id = 2");
    await pool.query("delete from drizzle.__drizzle_migrations where id = 5");
    const found = (await visit(pool, { only: "database" })).find("migrations");
    expect(found).toMatchObject({
      ok: false,
      detail: "not as this version has them: 0001_guards, 0004_result_openings",
    });
  });

  it("tells how much room there is", async () => {
    const { find } = await visit(database.pool, { only: "disk" });
    expect(find("disk").detail).toMatch(/^\d+\.\d GiB free where DATA_DIR is; the database has \d+/);
  });
});

describe("doctor, about money", () => {
  it("reads ledger, seals and audit log, and finds nothing", async () => {
    const source = await addSource(database.pool, "casino");
    const [player] = await addPlayers(database.pool, source, 1);
    await addEntries(database.pool, [{ source, player: player!, delta: 5n, at: "2026-11-22T10:00:00Z" }]);
    const context = testContext(database.pool);
    await fencePasses(database.pool);
    await sealLedger(context);
    await context.db.transaction((tx) =>
      appendAudit(tx, new Date(), { actor: "cli", action: "race.create", subject: "race:x" }),
    );
    const { findings } = await visit(database.pool, { only: "money" });
    expect(findings.map(({ check, ok }) => `${check}: ${ok}`)).toEqual([
      "ledger: true",
      "seals: true",
      "audit log: true",
    ]);
  });

  it("finds each of them when somebody with the database's password was there (control)", async () => {
    const source = await addSource(database.pool, "casino");
    const [player] = await addPlayers(database.pool, source, 1);
    await addEntries(database.pool, [{ source, player: player!, delta: 5n, at: "2026-11-22T10:00:00Z", ref: "w" }]);
    const context = testContext(database.pool);
    await fencePasses(database.pool);
    await sealLedger(context);
    await context.db.transaction((tx) =>
      appendAudit(tx, new Date(), { actor: "cli", action: "race.create", subject: "race:x" }),
    );
    await database.pool.query(`
      alter table ledger disable trigger ledger_append_only; update ledger set delta = 2000005;
      alter table audit_log disable trigger audit_log_append_only; update audit_log set actor = 'nobody'`);
    const { find } = await visit(database.pool, { only: "money" });
    expect(find("ledger")).toMatchObject({
      ok: false,
      detail: `2.000000 USD are unexplained, in 1 wager(s) and 0 total(s): see ${source}/wager/w (source/kind/name)`,
    });
    expect(find("ledger").mend).toContain("docs/runbook.md");
    expect(find("seals")).toMatchObject({ ok: false, detail: expect.stringContaining("seal 1 ") });
    expect(find("audit log")).toMatchObject({ ok: false, detail: expect.stringContaining("row 1 ") });
  });
});

describe("doctor, about sources and secrets", () => {
  it("says how to make the first source", async () => {
    expect((await visit(database.pool, { only: "sources" })).find("sources").detail).toContain("sources create");
  });

  it("finds a source that fell silent, and waits for one that has yet to begin", async () => {
    const source = await addSource(database.pool, "casino");
    await addSource(database.pool, "newcomer");
    await database.pool.query(
      "insert into source_health (source_id, last_accepted_at) values ($1, now() - interval '2 hours')",
      [source],
    );
    const { find } = await visit(database.pool, { only: "sources" });
    expect(find("source casino")).toMatchObject({ ok: false, detail: expect.stringContaining("last heard 2 h ago") });
    expect(find("source newcomer")).toMatchObject({ ok: true, detail: "waits for its first post" });
    const sandbox = await visit(database.pool, { only: "sources", environment: { SANDBOX: "on" } });
    expect(sandbox.find("source casino").ok, "its casino is simulated and stops with the product").toBe(true);
  });

  it("finds dead letters once they are a quarter of an hour old", async () => {
    const source = await addSource(database.pool, "casino");
    const letter = (id: string, age: string) =>
      database.pool.query(
        `insert into dead_letters (source_id, delivery_id, endpoint, headers, body, reason, received_at)
         values ($1, $2, 'event', '{}', '', 'unknown_type', now() - $3::interval)`,
        [source, id, age],
      );
    await letter("a", "5 minutes");
    expect((await visit(database.pool, { only: "sources" })).find("dead letters").ok).toBe(true);
    await letter("b", "20 minutes");
    const { find } = await visit(database.pool, { only: "sources" });
    expect(find("dead letters")).toMatchObject({
      ok: false,
      detail: "2 open, the oldest for 20 min (unknown_type: 2)",
    });
  });

  it("says while a casino still signs with the secret before the newest", async () => {
    await using receiver = await startTestReceiver();
    await rotateSecret(receiver.context, receiver.slug);
    const before = await visit(receiver.database.pool, { only: "sources" });
    expect(before.find("secret of casino").ok).toBe(true);
    await receiver.post(settled());
    await expect
      .poll(async () => (await visit(receiver.database.pool, { only: "sources" })).find("secret of casino").ok)
      .toBe(false);
  });

  it("finds the key that does not open the stored secrets", async () => {
    const stored = testContext(database.pool);
    await createSource(stored, { slug: "casino", name: "Casino", mode: "events" });
    const right = await visit(database.pool, { only: "secrets" });
    expect(right.find("stored secrets")).toMatchObject({ ok: true, detail: "1 open with this key" });
    const wrong = await visit(database.pool, { only: "secrets", context: { secretsKey: Buffer.alloc(32, 8) } });
    expect(wrong.find("stored secrets")).toMatchObject({ ok: false, detail: expect.stringContaining("casino") });
  });

  it("takes a key of its own making in development only", async () => {
    const find = async (environment: Record<string, string>) =>
      (await visit(database.pool, { only: "secrets", environment })).find("secrets key");
    expect(await find({})).toMatchObject({ ok: true, detail: expect.stringContaining("fine for development") });
    const key = "uu5GxCNTXcfOQ8cEXIKlEOIuPUVJGtP9XQOp52bWtVE=";
    expect(await find({ SECRETS_KEY: key })).toMatchObject({ ok: true, detail: "from the environment" });
  });
});

describe("doctor, about addresses", () => {
  const look = (url: string, hooks = url) =>
    visit(database.pool, { only: "addresses", environment: { PUBLIC_URL: url, WEBHOOK_PUBLIC_URL: hooks } });

  it("asks the API and the receiver, and tells which of them does not answer", async () => {
    const web = createServer((request, response) => {
      response.writeHead(request.url === "/livez" ? 200 : 404).end();
    });
    web.listen(0, "127.0.0.1");
    await once(web, "listening");
    const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
    await using receiver = await startTestReceiver();
    const both = await look(url, `http://127.0.0.1:${receiver.receiver.port}`);
    expect(both.find("Mini App address").ok).toBe(true);
    expect(both.find("receiver address").ok).toBe(true);
    expect(both.find("Mini App address, TLS").mend).toContain("PUBLIC_URL");
    const one = await look(url);
    expect(one.find("receiver address").mend).toContain("part webhooks");
    web.close();
    await once(web, "close");
    expect((await look(url)).find("Mini App address").ok).toBe(false);
  });

  it("finds a certificate that no browser takes, and says only that", async () => {
    const web = createTlsServer(selfSigned(new Date(Date.now() + 90 * 86_400_000)), (_request, response) =>
      response.end("ok"),
    );
    web.listen(0, "127.0.0.1");
    await once(web, "listening");
    const { findings } = await look(`https://localhost:${(web.address() as AddressInfo).port}`);
    expect(findings.map(({ check }) => check)).toEqual(["Mini App address, TLS", "receiver address, TLS"]);
    expect(findings[0]!.detail).toMatch(/refused: .*SELF_SIGNED/);
    web.close();
    await once(web, "close");
  });

  it("is content with this machine's own addresses in the sandbox", async () => {
    const { isGood } = await visit(database.pool, { only: "addresses", environment: { SANDBOX: "on" } });
    expect(isGood).toBe(true);
  });
});

describe("doctor, as a command", () => {
  const run = (...options: string[]) =>
    spawnSync("node", ["--import", "tsx", "cli/main.ts", "doctor", ...options], {
      cwd: projectRoot,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], DATABASE_URL: database.url },
    });

  it("prints one JSON object and ends with 1 when something is wrong, with 0 when not", () => {
    const all = run("--json");
    expect(JSON.parse(all.stdout)).toMatchObject({ ok: false });
    expect(all.status).toBe(1);
    const some = run("--only", "money,secrets,bot");
    expect(some.stdout).toContain("ok   ledger");
    expect(some.stdout).not.toContain("BAD");
    expect(some.status).toBe(0);
  });

  it("does not pass over a check it does not know", () => {
    const { status, stderr } = run("--only", "mony");
    expect(status).toBe(2);
    expect(stderr).toContain('not "mony"');
  });
});
