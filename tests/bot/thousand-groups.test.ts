import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Pool } from "pg";
import { expect, it } from "vitest";
import { startLiveBoards } from "../../core/boards/start-live-boards.js";
import { createRace } from "../../core/races/create-race.js";
import { finalizeRace } from "../../core/settlement/finalize-race.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import { Stage } from "../../sandbox/telegram/actors/stage.js";
import { startSandboxTelegram } from "../../sandbox/telegram/sandbox.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { createTestDatabase } from "../_database.js";
import { fastClock } from "./_fast-clock.js";
import { until } from "../_until.js";

const GROUPS = 1_000;
/** Six minutes of Telegram pass in one of ours: 25 calls a second become 150, about what one bot does on two cores. */
const SPEED = 6;
const script = fileURLToPath(new URL("./_bot-process.ts", import.meta.url));

async function startProcess(args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  if (child.exitCode !== null) throw new Error("the bot did not start");
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

async function finalRace(pool: Pool): Promise<void> {
  const context = testContext(pool);
  const source = await addSource(pool, "casino");
  const players = await addPlayers(pool, source, 5);
  const now = Date.now();
  const at = new Date(now - 60_000);
  await addEntries(
    pool,
    players.map((player, index) => ({ source, player, delta: BigInt(5 - index) * 100_000_000n, at })),
  );
  const window = { startsAt: new Date(now - 86_400_000).toISOString(), endsAt: new Date(now - 1_000).toISOString() };
  const input = { title: "Race", prizes: ["100.00", "50.00"], graceMinutes: 0, disputeHours: 0, ...window };
  const race = await createRace(context, input, "test");
  await settleRace(context, race, "test");
  await finalizeRace(context, race, "test");
  // The provisional result was over before anybody could be told of it.
  await pool.query("update telegram_outbox set state = 'cancelled' where dedupe_key like '%:provisional:%'");
}

it("reaches 1,000 groups with a result at the permitted rate, none twice, with a kill -9 in the middle", async () => {
  await using database = await createTestDatabase();
  const { pool } = database;
  const startMs = Date.now();
  await using sandbox = await startSandboxTelegram({
    seedDemo: true,
    rateLimits: true,
    clock: fastClock(startMs, SPEED),
    mainAppUrl: "https://goat.test",
  });
  const stage = new Stage(sandbox);
  const owner = stage.known("Alice");
  const groups = Array.from({ length: GROUPS }, (_, index) => stage.group({ title: `Group ${index}`, owner }));
  await pool.query(
    `insert into telegram_chats (id, kind, title, bot_status) select id, 'supergroup', 'Group', 'member' from unnest($1::bigint[]) as id`,
    [groups.map(({ id }) => id)],
  );
  // Keeps the database's tail short while the bot's processes come and go.
  await using boards = await startLiveBoards(testContext(pool), { idlePauseMs: 200 }, new AbortController().signal);
  await boards.refresh();
  await finalRace(pool);
  const args = [database.url, sandbox.apiRoot, sandbox.token, String(startMs), String(SPEED)];
  const sent = (): number[] =>
    groups.map(({ chat }) => [...chat.messages.values()].filter(({ content }) => content.kind === "photo").length);
  const total = (): number => sent().reduce((sum, count) => sum + count, 0);

  const first = await startProcess(args);
  await until("a third of the groups is told", () => total() >= GROUPS / 3, 60_000);
  await kill(first);
  const atKill = total();
  const second = await startProcess(args);
  try {
    await until(
      "the rest is told",
      async () => {
        const { rows } = await pool.query("select 1 from telegram_outbox where state = 'ready' limit 1");
        return rows.length === 0;
      },
      90_000,
    );
    // As if the leases of what the dead process had in its hands were over.
    await pool.query("update telegram_outbox set lease_until = now() where state in ('claimed', 'sending')");
    await until(
      "what was on its way is taken up or shown to an operator",
      async () => {
        const { rows } = await pool.query(
          "select 1 from telegram_outbox where state in ('ready', 'claimed', 'sending') limit 1",
        );
        return rows.length === 0;
      },
      60_000,
    );
  } finally {
    await kill(second);
  }

  const { rows } = await pool.query<{ state: string; count: number }>(
    "select state, count(*)::int from telegram_outbox where dedupe_key like '%:final:%' group by state",
  );
  const states = Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  const unknown = states["ambiguous"] ?? 0;
  expect(atKill).toBeLessThan(GROUPS);
  expect(Math.max(...sent())).toBe(1);
  // Three calls can be on their way when a process dies; what became of them is for an operator to see.
  expect(unknown).toBeLessThanOrEqual(3);
  expect((states["sent"] ?? 0) + unknown).toBe(GROUPS);
  expect(total()).toBeGreaterThanOrEqual(GROUPS - unknown);
  // Telegram had no reason to refuse anything: the limit of 30 a second held over both processes.
  expect(sandbox.core.journal.since().filter((entry) => entry.kind === "call" && !entry.outcome.ok)).toEqual([]);
  // One upload for each process, at most three while the first is on its way; all others by Telegram's name of it.
  const uploads = sandbox.core.journal
    .since()
    .filter(
      (entry) =>
        entry.kind === "call" && entry.method === "sendPhoto" && String(entry.params["photo"]).startsWith("attach://"),
    );
  expect(uploads.length).toBeLessThanOrEqual(6);
});
