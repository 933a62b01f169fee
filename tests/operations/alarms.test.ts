import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { judgeReadings, type Readings } from "../../core/health/judge-readings.js";
import { ALARMS } from "../../core/health/alarm-kinds.js";
import { tellOperators } from "../../core/health/operator-alarms.js";
import { alarmText, RUNBOOK } from "../../bot/outbox/alarm-renderer.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../project-root.js";
import { plain, startStory, type Story } from "../bot/_story.js";
import { until } from "../_until.js";

const now = new Date("2026-11-22T10:00:00Z");
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
const source = { slug: "goat-casino", staleAfterSeconds: 900, previousUsedSeconds: null, previousEndsSeconds: null };
const WELL: Readings = {
  sources: [{ ...source, silentSeconds: 3 }],
  outboxOldestSeconds: 0,
  disk: { machine: "host-1", freeBytes: 50e9 },
  ledgerOff: 0n,
  certificate: { host: "hooks.example", found: { validTo: inDays(60), refusal: null }, now },
};
const ILL: Readings = {
  sources: [{ ...source, silentSeconds: 1_860 }],
  outboxOldestSeconds: 300,
  disk: { machine: "host-1", freeBytes: 1.2e9 },
  ledgerOff: 7n,
  certificate: { host: "hooks.example", found: { validTo: inDays(60), refusal: "CERT_HAS_EXPIRED" }, now },
};

describe("judging what was read", () => {
  it("finds nothing wrong with a machine that is well, and each fault of one that is not", () => {
    expect(judgeReadings(WELL).alarms).toEqual([]);
    expect(judgeReadings(ILL).alarms.map(({ kind }) => kind)).toEqual([
      "source_silent",
      "outbox_stuck",
      "disk_full",
      "ledger_off",
      "certificate",
    ]);
  });

  it("says nothing of what was not looked at: a source never heard, a ledger not read to its end, no TLS from here", () => {
    const unknown = judgeReadings({
      sources: [{ ...source, silentSeconds: null }],
      certificate: { host: "hooks.example", found: undefined, now },
    });
    expect(unknown).toEqual({ alarms: [], judged: ["source_silent:goat-casino", "source_silent"] });
  });
});

describe("the text of an alarm", () => {
  it.each(["en", "de"] as const)(
    "names the fault, its measure and a section of the runbook that exists, in %s",
    (locale) => {
      const runbook = readFileSync(join(projectRoot, "docs/runbook.md"), "utf8");
      for (const alarm of ALARMS) {
        expect(runbook).toContain(`\n## ${RUNBOOK[alarm]}\n`);
        const { html } = alarmText({ alarm, subject: "<x>", measure: "1860", state: "begun" }, locale);
        expect(html).toContain(RUNBOOK[alarm]);
        expect(html).not.toContain("<x>");
      }
    },
  );
});

describe("alarms in the operators' own chats", () => {
  let story: Story;
  beforeAll(async () => {
    story = await startStory();
    await story.database.pool.query(
      "insert into telegram_users (id, first_name, can_be_messaged) values ($1, 'Alice', true), ($2, 'Bruno', true) on conflict (id) do update set can_be_messaged = true",
      [story.alice.id, story.bruno.id],
    );
    await story.database.pool.query("insert into user_roles (user_id, role) values ($1, 'owner')", [story.alice.id]);
  });
  afterAll(() => story[Symbol.asyncDispose]());

  it("reach the owner as a message that says what, how long and where to read on", async () => {
    await story.alice.starts();
    await tell({ sources: [{ ...source, silentSeconds: 1_860 }] });
    const texts = () => story.calls("sendMessage").map(({ params }) => plain(JSON.stringify(params)));
    await until("the alarm is sent", () => texts().some((text) => text.includes("Something needs you")));
    const text = texts().find((sent) => sent.includes("Something needs you"));
    expect(text).toContain("Nothing was accepted from goat-casino for 31 minutes");
    expect(text).toContain("runbook, SourceSilent");
    await tell(WELL);
    await until("its end is sent", () => texts().some((sent) => sent.includes("goat-casino is heard again.")));
  });

  const tell = (readings: Readings) => tellOperators(story.context, judgeReadings(readings));

  it("tell the owner once what begins, whoever of several processes sees it, and once when it is over", async () => {
    await story.database.pool.query("delete from telegram_outbox");
    const both = await Promise.all([tell(ILL), tell(ILL)]);
    expect(both.flat()).toHaveLength(5);
    expect(await tell(ILL)).toEqual([]);
    const over = await Promise.all([tell(WELL), tell(WELL)]);
    expect(
      over
        .flat()
        .map(({ alarm, state }) => `${alarm} ${state}`)
        .sort(),
    ).toEqual(
      judgeReadings(ILL)
        .alarms.map(({ kind }) => `${kind} over`)
        .sort(),
    );
    const { rows } = await story.database.pool.query<{ chat: string; count: number }>(
      "select chat_id::text as chat, count(*)::int as count from telegram_outbox where kind = 'operator_alarm' group by 1",
    );
    expect(rows, "only who runs the place").toEqual([{ chat: String(story.alice.id), count: 10 }]);
  });

  it("do not call over what another machine sees, or what was not looked at", async () => {
    await tell(ILL);
    expect(await tell({ ...WELL, disk: { machine: "host-2", freeBytes: 50e9 } })).not.toContainEqual(
      expect.objectContaining({ alarm: "disk_full" }),
    );
    await tell(ILL);
    expect(await tell({ outboxOldestSeconds: 300 })).toEqual([]);
  });

  it("remind after six hours while it lasts", async () => {
    await tell(WELL);
    await tell({ outboxOldestSeconds: 300 });
    await story.database.pool.query(
      "update operator_alarms set told_at = told_at - interval '7 hours', began_at = began_at - interval '7 hours'",
    );
    expect(await tell({ outboxOldestSeconds: 9_000 })).toEqual([
      { alarm: "outbox_stuck", subject: "telegram", measure: "9000", state: "lasting" },
    ]);
  });
});
