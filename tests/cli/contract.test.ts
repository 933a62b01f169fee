import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { runCommandLine } from "../../cli/run.js";
import { parseConfig } from "../../config.js";
import { systemClock } from "../../core/clock.js";
import { correctResult } from "../../core/settlement/settle-race.js";
import journal from "../../db/migrations/meta/_journal.json" with { type: "json" };
import { canonicalJson } from "../../proof/canonical-json.js";
import type { ResultDocument } from "../../proof/result-document.js";
import { sha256Hex } from "../../proof/sha256.js";
import { asCanonical, documentHash, verifyResult } from "../../proof/verify-result.js";
import { PolledCasino } from "../../sandbox/casino/polled/polled-casino.js";
import { servePolledCasino } from "../../sandbox/casino/polled/serve.js";
import { parseRaceId } from "../../wire/ids.js";
import { testContext } from "../core/_world.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { startTestReceiver } from "../receiver/_receiver.js";

/** The command line as it is promised to scripts: what is on which stream, and how it ends. */
let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "goatedvips-cli-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await database[Symbol.asyncDispose]();
});

function run(line: string, environment: Record<string, string> = {}) {
  const readConfig = () =>
    parseConfig({ DATABASE_URL: database.url, DATA_DIR: folder, LOG_LEVEL: "silent", ...environment });
  return runCommandLine(line.split(" ").filter(Boolean), readConfig, new AbortController().signal);
}

/** @returns the one object of a command that went well */
async function json<Shape extends z.ZodType>(line: string, shape: Shape): Promise<z.output<Shape>> {
  const { stdout, stderr, exitCode } = await run(`${line} --json`);
  expect({ stderr, exitCode }, line).toEqual({ stderr: "", exitCode: 0 });
  expect(stdout.trimEnd().split("\n"), "one line").toHaveLength(1);
  return shape.parse(JSON.parse(stdout));
}

/** The document with a seal of another ledger; everything fits itself. */
async function withForeignSeal(text: string): Promise<ResultDocument> {
  const { document } = await verifyResult(text);
  const { hash: _own, ...seal } = { ...document!.seal!, entries: document!.seal!.entries + 1 };
  const sealed = { ...document!, seal: { ...seal, hash: await sha256Hex(canonicalJson(seal)) } };
  return { ...sealed, documentHash: await documentHash(sealed) };
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

const race = z.object({ id: z.string(), status: z.string() });
const HOUR_MS = 3_600_000;
const at = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();

describe("with --json a command prints one object and nothing else", () => {
  it("migrate", async () => {
    expect(await json("migrate", z.unknown())).toEqual({ migrations: journal.entries.length });
  });

  it("keys create and revoke", async () => {
    const key = z.strictObject({ id: z.string(), key: z.string().startsWith("rk_live_") });
    const { id } = await json("keys create --name scripts --scopes admin", key);
    expect(await json(`keys revoke ${id}`, z.unknown())).toEqual({ id, revoked: true });
  });

  it("sources create and rotate", async () => {
    const source = z.strictObject({ slug: z.string(), secret: z.string().startsWith("whsec_") });
    const made = await json("sources create snapshots --mode totals", source);
    expect(made.slug).toBe("snapshots");
    const rotated = await json("sources rotate snapshots", z.looseObject({ secret: z.string().startsWith("whsec_") }));
    expect(rotated.secret).not.toBe(made.secret);
  });

  it("a race from its creation to its export and back through verify", async () => {
    const { source } = await json(
      "seed --players 20 --wagers 300 --races 0 --seed 3",
      z.looseObject({ source: z.string() }),
    );
    const made = await json(
      `races create --title Weekly --starts ${at(-24)} --ends ${at(-1)} --prizes 50,25 --sources ${source} --grace 0 --dispute 0`,
      race,
    );
    // The same race with all that its rules can have, first as a what-if.
    const more = `--growth-share 0.01 --growth-limit 100 --floors 10000,1 --weights dice=0.5,slots=1 --cap 900000 --newcomers zero --require-link --lanes Small:below=1000,prizes=20+10;Up-to-500:cap=500,prizes=5`;
    const words = `races create --title Other --starts ${at(24)} --ends ${at(48)} --prizes 50,25 --sources ${source} ${more}`;
    const past = words.replace(at(24).slice(0, 10), at(-24).slice(0, 10));
    expect(await json(`${past} --what-if`, z.looseObject({ pool: z.string() }))).toMatchObject({
      lanes: [{ title: "Small" }, { title: "Up-to-500" }],
    });
    const other = await json(`${words} --draft`, race);
    expect(other.status).toBe("draft");
    expect(await json(`races publish ${other.id}`, race)).toEqual({ id: other.id, status: "scheduled" });
    const { rows: rules } = await database.pool.query(
      "select growth_share, growth_limit::int, cap, newcomers, require_link, lanes -> 1 -> 'cap' as lane_cap from races where id = $1",
      [other.id],
    );
    expect(rules).toEqual([
      {
        growth_share: 10_000,
        growth_limit: 10_000,
        cap: "900000000000",
        newcomers: "zero",
        require_link: true,
        lane_cap: "500.000000",
      },
    ]);
    const listed = await json("races list", z.object({ races: z.array(race) }));
    expect(listed.races.map(({ id }) => id)).toContain(made.id);
    await database.pool.query("update races set status = 'settling' where id = $1", [made.id]);
    expect(await json(`races settle ${made.id}`, race)).toMatchObject({ status: "provisional" });
    expect(await json(`races finalize ${made.id}`, race)).toMatchObject({ status: "final" });

    const document = await json(`export ${made.id}`, z.looseObject({ race: z.string() }));
    expect(document.race).toBe(made.id);
    const path = join(folder, "result.json");
    expect(await json(`export ${made.id} --out ${path}`, z.looseObject({ out: z.string() }))).toMatchObject({
      out: path,
    });
    const verdict = z.looseObject({ isGood: z.boolean() });
    expect(await json(`verify ${path}`, verdict)).toMatchObject({ isGood: true, race: made.id });
    expect(await json(`verify ${made.id}`, verdict)).toMatchObject({ isGood: true });

    // The next version follows the first one, and not the other way round.
    const next = join(folder, "next.json");
    await correctResult(testContext(database.pool), parseRaceId(made.id)!, "looked at again", "user:1");
    await json(`export ${made.id} --out ${next}`, z.looseObject({ out: z.string() }));
    expect(await json(`verify ${next} --previous ${path}`, verdict)).toMatchObject({ isGood: true });
    expect((await run(`verify ${path} --previous ${next}`)).stdout).toContain("FAIL  previous");
    expect(await json(`verify ${made.id}`, verdict)).toMatchObject({ isGood: true });
    // A seal that fits itself and is not the ledger's, in a document that fits itself and its stored hash.
    const { rows: stored } = await database.pool.query<{ id: string }>("select max(id)::text as id from race_results");
    const foreign = await withForeignSeal(await readFile(next, "utf8"));
    const { documentHash: hash, players: _p, exclusions: _e, difference: _d, ...header } = foreign;
    await database.pool.query(`begin; set local session_replication_role = replica;
      update race_documents set header = ${literal(canonicalJson(asCanonical(header)))}, document_hash = '\\x${hash}'
      where result_id = ${stored[0]!.id}; commit`);
    const broken = await run(`verify ${made.id}`);
    expect({ exitCode: broken.exitCode, stdout: broken.stdout }).toMatchObject({ exitCode: 1 });
    expect(broken.stdout.match(/FAIL .*/g)).toEqual(["FAIL  chain     the seal it names is not one of the ledger's"]);

    await writeFile(path, JSON.stringify({ ...document, title: "Another" }));
    const tampered = await run(`verify ${path} --json`);
    expect(tampered.exitCode, "a result that does not verify").toBe(1);
    expect(JSON.parse(tampered.stdout)).toMatchObject({ isGood: false });
  });

  it("seed, the same from the same seed", async () => {
    const dealt = async (number: number) => {
      const { source } = await json(
        `seed --players 30 --wagers 500 --races 2 --seed ${number}`,
        z.looseObject({ source: z.string(), races: z.array(z.string()).length(2) }),
      );
      const { rows } = await database.pool.query<{ all: string }>(
        `select md5(string_agg(p.external_id || ' ' || p.name || ' ' || l.delta, ',' order by l.occurred_at, p.external_id, l.delta)) as all
         from ledger l join players p on p.id = l.player_id join sources s on s.id = l.source_id where s.slug = $1`,
        [source],
      );
      return rows[0]?.all;
    };
    const first = await dealt(9);
    expect(await dealt(9)).toBe(first);
    expect(await dealt(10), "another seed deals otherwise (control)").not.toBe(first);
  });

  it("simulate, whose posts the receiver accepts", async () => {
    await using receiver = await startTestReceiver();
    const { stdout, exitCode } = await runCommandLine(
      "simulate --rate 40 --players 5 --seconds 1 --json".split(" "),
      () =>
        parseConfig({
          DATABASE_URL: receiver.database.url,
          WEBHOOK_PORT: String(receiver.receiver.port),
          SECRETS_KEY: receiver.context.secretsKey.toString("base64"),
          LOG_LEVEL: "silent",
        }),
      new AbortController().signal,
    );
    expect(exitCode).toBe(0);
    const report = z
      .object({ bets: z.number(), outcomes: z.object({ accepted: z.number() }) })
      .parse(JSON.parse(stdout));
    expect(report.bets).toBe(40);
    expect(report.outcomes.accepted).toBeGreaterThan(0);
  });

  it("simulate --fault, which switches what a polled casino does wrong while it runs", async () => {
    const casino = new PolledCasino({ players: 3, seed: 1, clock: systemClock, betsPerHour: 60, activeShare: 1 });
    const server = createServer((request, response) => {
      void servePolledCasino(casino, request, response, new URL(request.url ?? "/", "http://localhost"));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const simulate = async (words: string) => {
      const { stdout, exitCode } = await run(`simulate ${words} --json`, { SANDBOX_PORT: String(port) });
      expect(exitCode).toBe(0);
      return JSON.parse(stdout) as unknown;
    };
    expect(await simulate("--polled")).toMatchObject({ source: "polled-demo", created: true, on: [] });
    expect(await simulate("--fault half-rows")).toMatchObject({ created: false, on: ["half-rows"] });
    expect(await simulate("--fault auth")).toMatchObject({ on: ["half-rows", "auth"] });
    expect(casino.answer(new URL("http://localhost/casino/x"), {}).status).toBe(401);
    expect(await simulate("--well")).toMatchObject({ on: [] });
    server.close();
    const unknown = await run("simulate --fault bad-weather");
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toMatch(/--fault must be one of[\s\S]+freeze-month/);
    const alone = await run("simulate --fault auth", { SANDBOX_PORT: "1" });
    expect(alone).toMatchObject({ exitCode: 1, stderr: "No sandbox runs here: start it with `npm start`.\n" });
  });
});

describe("what goes wrong", () => {
  it.each([
    ["", 0, /^Usage/],
    ["help", 0, /doctor[\s\S]+simulate/],
    ["help keys create", 0, /keys create \[--name …\]/],
    ["seed --help", 0, /seed \[--players …\]/],
  ])("is nothing when help is asked for: %j", async (line, exitCode, text) => {
    const end = await run(line, { DATABASE_URL: "not an address" });
    expect(end).toMatchObject({ exitCode, stderr: "" });
    expect(end.stdout).toMatch(text);
  });

  it.each([
    ["nonsense", /unknown command "nonsense"\n\nCommands: doctor/],
    ["keys create --name x", /--scopes is missing\n\nUsage: [\s\S]+keys create/],
    ["keys revoke", /needs: ID/],
    ["seed --players many", /--players must be a whole number from 1/],
    ["seed --colour red", /Unknown option '--colour'/],
    ["sources create casino --mode sideways", /--mode must be one of/],
    [`races create --title T --starts ${at(1)} --ends ${at(2)} --prizes 1 --growth-share 0.1`, /growth-limit/],
    [`races create --title T --starts ${at(1)} --ends ${at(2)} --prizes 1 --weights dice`, /CATEGORY=SHARE/],
    [
      `races create --title T --starts ${at(1)} --ends ${at(2)} --prizes 1 --lanes Small:under=5`,
      /none of from, below/,
    ],
    ["races create --title T --starts yesterday --ends never --prizes 1", /startsAt/],
  ])("is a slip of the pen, with the usage of that command alone: %s", async (line, message) => {
    const { stdout, stderr, exitCode } = await run(`${line} --json`);
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 2 });
    expect(stderr).toMatch(message);
    expect(stderr.split("\n").length, "the message is not buried").toBeLessThan(8);
  });

  it.each([
    ["keys revoke nobody", /There is no such API key/],
    ["sources rotate nowhere", /nowhere/],
    ["export 0000000000", /race|result/i],
    ["export no-race", /is not the id of a race/],
    ["verify 0000000000", /race/i],
    ["verify nofile.json", /neither a file nor the id/],
    ["import links nofile.csv", /ENOENT/],
    ["races settle 0000000000", /race/i],
  ])("is a fault of one line: %s", async (line, message) => {
    const { stdout, stderr, exitCode } = await run(`${line} --json`);
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 1 });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  it("is a database that is away, without a stack and without its password", async () => {
    const { stderr, exitCode } = await run("races list", { DATABASE_URL: "postgres://me:hidden-one@127.0.0.1:1/x" });
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      "The database cannot be reached (connect ECONNREFUSED 127.0.0.1:1): is PostgreSQL running, and is DATABASE_URL right?\n",
    );
  });

  it("is an environment that cannot be used", async () => {
    const { stderr, exitCode } = await run("races list", { PORT: "many", NODE_ENV: "production" });
    expect(exitCode).toBe(78);
    expect(stderr).toMatch(/PORT: must be a port\n {2}BOT_TOKEN: is required/);
  });

  it.each(["seed", "simulate"])("is invention in production: %s", async (command) => {
    const end = await run(command, {
      NODE_ENV: "production",
      BOT_TOKEN: "123456789:AAabcdefghijklmnopqrstuvwxyz0123456",
      SECRETS_KEY: Buffer.from(Array.from({ length: 32 }, (_, place) => place * 7)).toString("base64"),
      PUBLIC_URL: "https://races.example",
    });
    expect(end).toMatchObject({ exitCode: 2, stdout: "" });
  });
});
