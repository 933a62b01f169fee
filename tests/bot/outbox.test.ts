import type { Pool } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deactivateChat, migrateChat, setMembership, type TelegramChat } from "../../core/telegram/chats.js";
import {
  beginSending,
  claimMessage,
  enqueueMessages,
  failMessage,
  markAmbiguous,
  markSent,
  type OutboxMessage,
  postponeMessage,
  recoverMessages,
  redirectMessage,
  requestMessages,
} from "../../core/telegram/outbox.js";
import { MessageKeeper } from "../../core/telegram/forget-messages.js";
import { DROP_POST_KIND } from "../../core/rewards/drops.js";
import { settableClock, testContext } from "../core/_world.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";

const NOW = new Date("2026-11-22T12:00:00Z");
const later = (ms: number): Date => new Date(NOW.getTime() + ms);

let database: TestDatabase;
let pool: Pool;

beforeEach(async () => {
  database = await createTestDatabase();
  pool = database.pool;
});

afterEach(() => database[Symbol.asyncDispose]());

function message(key: string, changes: Partial<OutboxMessage> = {}): OutboxMessage {
  return { dedupeKey: key, chatId: -1, kind: "test", payload: { key }, ...changes };
}

async function states(): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ dedupe_key: string; state: string }>(
    "select dedupe_key, state from telegram_outbox order by id",
  );
  return Object.fromEntries(rows.map((row) => [row.dedupe_key, row.state]));
}

async function claimKeys(count: number, at = NOW, blocked: number[] = []): Promise<unknown[]> {
  const keys: unknown[] = [];
  for (let claimed = 0; claimed < count; claimed++) keys.push((await claimMessage(pool, at, blocked))?.payload);
  return keys.map((payload) =>
    typeof payload === "object" && payload !== null && "key" in payload ? payload.key : undefined,
  );
}

describe("writing", () => {
  it("keeps a message once, however often it is told", async () => {
    expect(await enqueueMessages(pool, NOW, [message("a"), message("b")])).toBe(2);
    expect(await enqueueMessages(pool, NOW, [message("a")])).toBe(0);
  });

  it("is undone with the transaction of the fact", async () => {
    const client = await pool.connect();
    await client.query("begin");
    await enqueueMessages(client, NOW, [message("a")]);
    await client.query("rollback");
    client.release();
    expect(await states()).toEqual({});
  });
});

describe("asking again", () => {
  it("replaces what waits and revives what was sent", async () => {
    await requestMessages(pool, NOW, [message("a")], "clock");
    expect(await requestMessages(pool, NOW, [message("a", { payload: { key: "new" } })], "clock")).toBe(1);
    expect(await claimKeys(2)).toEqual(["new", undefined]);
    const { rows } = await pool.query<{ id: string }>("select id from telegram_outbox");
    await markSent(pool, Number(rows[0]?.id), NOW, null);
    await requestMessages(pool, NOW, [message("a")], "clock");
    expect(await states()).toEqual({ a: "ready" });
  });

  it("leaves alone what is on its way", async () => {
    await requestMessages(pool, NOW, [message("a")], "clock");
    await claimMessage(pool, NOW, []);
    expect(await requestMessages(pool, NOW, [message("a")], "person")).toBe(0);
  });

  it("revives what may have arrived for a person and never for a clock", async () => {
    await requestMessages(pool, NOW, [message("a")], "clock");
    const claimed = await claimMessage(pool, NOW, []);
    await beginSending(pool, claimed!.id);
    await markAmbiguous(pool, claimed!.id, "lost");
    expect(await requestMessages(pool, later(3_600_000), [message("a")], "clock")).toBe(0);
    expect(await requestMessages(pool, later(3_600_000), [message("a")], "person")).toBe(1);
  });

  it("lets a clock revive what was given up ten minutes ago", async () => {
    await requestMessages(pool, NOW, [message("a")], "clock");
    await failMessage(pool, (await claimMessage(pool, NOW, []))!.id, "refused");
    expect(await requestMessages(pool, later(599_000), [message("a")], "clock")).toBe(0);
    expect(await requestMessages(pool, later(601_000), [message("a")], "clock")).toBe(1);
  });
});

describe("claiming", () => {
  it("goes by urgency, then by age, and passes over chats that must wait", async () => {
    const messages = [
      message("marketing", { priority: 8 }),
      message("first"),
      message("second"),
      message("other chat", { chatId: -2, priority: 9 }),
      message("result", { priority: 1 }),
    ];
    await enqueueMessages(pool, NOW, messages);
    expect(await claimKeys(1, NOW, [-1])).toEqual(["other chat"]);
    expect(await claimKeys(5)).toEqual(["result", "first", "second", "marketing", undefined]);
  });

  it("waits for the hour and drops what came too late", async () => {
    await enqueueMessages(pool, NOW, [
      message("at one", { sendAfter: later(3_600_000) }),
      message("one hour left", { expiresAt: later(1000) }),
    ]);
    expect(await claimKeys(1, later(2000))).toEqual([undefined]);
    await recoverMessages(pool, later(2000));
    expect(await states()).toEqual({ "at one": "ready", "one hour left": "cancelled" });
    expect(await claimKeys(1, later(3_600_000))).toEqual(["at one"]);
  });

  it("gives a message to one of many at once", async () => {
    await enqueueMessages(pool, NOW, [message("a"), message("b"), message("c")]);
    const claimed = await Promise.all(Array.from({ length: 8 }, () => claimMessage(pool, NOW, [])));
    const ids = claimed.flatMap((each) => (each === undefined ? [] : [each.id]));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeLessThanOrEqual(3);
  });

  it("comes back to what was put off, and counts the attempts", async () => {
    await enqueueMessages(pool, NOW, [message("a")]);
    const first = await claimMessage(pool, NOW, []);
    await postponeMessage(pool, first!.id, later(5000), "flood");
    expect(await claimMessage(pool, later(4999), [])).toBeUndefined();
    expect((await claimMessage(pool, later(5000), []))?.attempts).toBe(2);
  });
});

describe("after a process died", () => {
  it("what was being prepared is taken up again, what was being sent is shown to an operator", async () => {
    await enqueueMessages(pool, NOW, [message("prepared"), message("sending")]);
    const [prepared, sending] = [await claimMessage(pool, NOW, []), await claimMessage(pool, NOW, [])];
    await beginSending(pool, sending!.id);
    expect(await recoverMessages(pool, later(59_000))).toEqual({ ambiguous: 0 });
    expect(await recoverMessages(pool, later(60_000))).toEqual({ ambiguous: 1 });
    expect(await states()).toEqual({ prepared: "ready", sending: "ambiguous" });
    expect(prepared).toBeDefined();
  });

  it("a late survivor does not send what was taken from it", async () => {
    await enqueueMessages(pool, NOW, [message("a")]);
    const claimed = await claimMessage(pool, NOW, []);
    await recoverMessages(pool, later(61_000));
    expect(await beginSending(pool, claimed!.id)).toBe(false);
  });
});

describe("chats that change", () => {
  const chat: TelegramChat = { id: -1, kind: "group", title: "Old", isForum: false };

  it("that are lost get nothing of what waits", async () => {
    const context = testContext(pool);
    await setMembership(context, chat, { status: "member", canPin: false });
    await enqueueMessages(pool, NOW, [message("a"), message("b", { chatId: -2 })]);
    await deactivateChat(context, -1);
    expect(await states()).toEqual({ a: "cancelled", b: "ready" });
  });

  it("that move take along what waits, except boards, which are posted anew", async () => {
    const context = testContext(pool);
    await setMembership(context, chat, { status: "member", canPin: false });
    await enqueueMessages(pool, NOW, [message("a"), message("board:-1:x", { kind: "live_board" })]);
    await migrateChat(context, -1, -1001);
    const { rows } = await pool.query("select dedupe_key, chat_id, state from telegram_outbox order by id");
    expect(rows).toEqual([
      { dedupe_key: "a", chat_id: "-1001", state: "ready" },
      { dedupe_key: "board:-1:x", chat_id: "-1001", state: "cancelled" },
    ]);
  });

  it("that were known under both numbers are told once", async () => {
    const context = testContext(pool);
    for (const id of [-1, -1001]) await setMembership(context, { ...chat, id }, { status: "member", canPin: false });
    await enqueueMessages(pool, NOW, [message("race:a:final:-1"), message("race:a:final:-1001", { chatId: -1001 })]);
    const [claimed] = [await claimMessage(pool, NOW, [-1001])];
    await migrateChat(context, -1, -1001);
    await redirectMessage(pool, claimed!.id, -1001);
    expect(await states()).toEqual({ "race:a:final:-1": "cancelled", "race:a:final:-1001": "ready" });
    await enqueueMessages(pool, NOW, [message("race:b:final:-1001", { chatId: -1001 })]);
    expect(await claimKeys(1)).toEqual(["race:a:final:-1001"]);
  });
});

describe("what was said", () => {
  const DAY_MS = 86_400_000;
  const keeper = (days: number, rows?: number) =>
    new MessageKeeper({ pool, clock: settableClock(later(days * DAY_MS).toISOString()) }, rows);

  it("is forgotten 90 days after it was sent or given up; what waits or may have arrived is not", async () => {
    await enqueueMessages(
      pool,
      NOW,
      ["sent", "failed", "ambiguous", "ready", "board"].map((key) => message(key)),
    );
    const end = async (state: string, sentAt: Date | null, key = state) =>
      pool.query("update telegram_outbox set state = $2, sent_at = $3 where dedupe_key = $1", [key, state, sentAt]);
    await end("sent", NOW);
    await end("failed", null);
    await end("ambiguous", null);
    await end("sent", later(2 * DAY_MS), "board");
    expect(await keeper(89).step()).toBe(0);
    expect(await keeper(91).step()).toBe(2);
    expect(Object.keys(await states())).toEqual(["ambiguous", "ready", "board"]);
  });

  it("is looked at a stretch at a time up to what is young, then not again for hours", async () => {
    await enqueueMessages(
      pool,
      NOW,
      Array.from({ length: 25 }, (_, at) => message(`old ${at}`)),
    );
    await enqueueMessages(pool, later(60 * DAY_MS), [message("young")]);
    await pool.query("update telegram_outbox set state = 'sent', sent_at = created_at");
    const bounded = keeper(91, 10);
    expect([await bounded.step(), await bounded.step(), await bounded.step(), await bounded.step()]).toEqual([
      10, 10, 5, 0,
    ]);
    expect(await states()).toEqual({ young: "sent" });
  });

  it("stays while it is the post of a drop that is still taken", async () => {
    const { rows } = await pool.query<{ id: string }>(
      `insert into drops (title, amount, claims_total, claims_left, min_wager, min_wager_days, opens_at, expires_at, created_by, created_at)
       values ('Drop', 100, 1, 1, 0, 30, $1, $1::timestamptz + interval '200 days', 'test', $1) returning id::text`,
      [NOW],
    );
    const drop = rows[0]!.id;
    await enqueueMessages(pool, NOW, [message("post", { kind: DROP_POST_KIND, payload: { drop } })]);
    await pool.query("update telegram_outbox set state = 'sent', sent_at = created_at");
    expect(await keeper(100).step()).toBe(0);
    await pool.query("update drops set closed_at = $1", [NOW]);
    expect(await keeper(100).step()).toBe(1);
  });
});
