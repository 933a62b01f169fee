import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ConflictError, InvalidInputError, NotFoundError } from "../../core/errors.js";
import { discardDeadLetter, listDeadLetters } from "../../core/ledger/dead-letters.js";
import { replayDeadLetter } from "../../core/ledger/replay-dead-letter.js";
import { settled, startTestReceiver, type ReceiverUnderTest } from "./_receiver.js";

let under: ReceiverUnderTest;
beforeAll(async () => {
  under = await startTestReceiver();
});
afterAll(async () => under[Symbol.asyncDispose]());

const letterOf = async (deliveryId: string): Promise<number> => {
  const letters = await listDeadLetters(under.context, { limit: 200 });
  const id = letters.find((letter) => letter.deliveryId === deliveryId)?.id;
  if (id === undefined) throw new Error(`no dead letter of ${deliveryId}`);
  return id;
};
const setMode = (mode: string) =>
  under.database.pool.query("update sources set mode = $1 where slug = 'casino'", [mode]);
/** What the sender did right and we had configured wrong. */
async function quarantineByMode(post: () => Promise<{ status: number }>, wrong: string, right: string): Promise<void> {
  await setMode(wrong);
  await expect.poll(async () => (await post()).status, { timeout: 10_000 }).toBe(202);
  await setMode(right);
  // The receiver reads its sources anew every 2 s.
  await expect.poll(async () => (await under.post(settled())).status, { timeout: 10_000 }).toBe(200);
}

describe("replaying", () => {
  test("applies a wager once its hindrance is gone, once only, and its delivery is then known as accepted", async () => {
    const event = settled({ wager_id: "replayed", player_name: "alice" });
    let attempts = 0;
    await quarantineByMode(() => under.post(event, { id: `evt_replay_${++attempts}` }), "totals", "events");
    const deliveryId = `evt_replay_${attempts}`;
    const id = await letterOf(deliveryId);
    expect(await replayDeadLetter(under.context, id)).toEqual({
      status: "replayed",
      // The posts before the receiver knew of the changed mode were recorded already.
      resolution: attempts === 1 ? "recorded" : "duplicate",
    });
    expect(await under.rows("select amount from ledger where ref = 'replayed'")).toEqual([{ amount: "12340000" }]);
    await expect(replayDeadLetter(under.context, id)).rejects.toBeInstanceOf(ConflictError);
    expect(await under.rows("select outcome from webhook_inbox where delivery_id = $1", [deliveryId])).toEqual([
      { outcome: "accepted" },
    ]);
    expect((await listDeadLetters(under.context, { state: "replayed", limit: 10 }))[0]).toMatchObject({
      id,
      attempts: 1,
    });
  });

  test("a letter that still cannot be applied stays open and counts the attempt", async () => {
    await under.post(settled({ wager_id: "stubborn", amount: "1" }));
    await under.post(settled({ wager_id: "stubborn", amount: "2" }), { id: "evt_stubborn" });
    const id = await letterOf("evt_stubborn");
    expect(await replayDeadLetter(under.context, id)).toEqual({ status: "quarantined", reason: "revision_conflict" });
    expect(await under.rows("select state, attempts from dead_letters where id = $1", [id])).toEqual([
      { state: "open", attempts: 1 },
    ]);
  });

  test("one wager of a batch is applied without the others", async () => {
    await under.database.pool.query(`
      create function refuse_replay() returns trigger language plpgsql as $$
        begin raise exception 'refused' using errcode = '22003'; end $$;
      create trigger refuse_replay before insert on ledger for each row when (new.ref = 'part-1') execute function refuse_replay()`);
    const wagers = [0, 1, 2].map((index) => settled({ wager_id: `part-${index}` }).data);
    const body = { type: "wager.batch", timestamp: "2026-11-22T10:00:00Z", data: { wagers } };
    await under.post(body, { id: "evt_part", path: "/hooks/v1/casino/batch" });
    await under.database.pool.query("drop trigger refuse_replay on ledger");
    expect(await replayDeadLetter(under.context, await letterOf("evt_part"))).toEqual({
      status: "replayed",
      resolution: "recorded",
    });
    expect(await under.rows("select ref from ledger where ref like 'part-%' order by ref")).toHaveLength(3);
  });

  test("a snapshot row is applied at its own moment, and a broken body never is", async () => {
    await using totals = await startTestReceiver({ mode: "totals" });
    await totals.database.pool.query("alter table player_totals add constraint too_rich check (total < 100)");
    const players = [{ player_id: "A", all_time: "250.5" }];
    const body = {
      type: "totals.snapshot",
      timestamp: "2026-11-22T10:00:00Z",
      data: { as_of: "2026-11-22T09:00:00Z", players },
    };
    expect((await totals.post(body, { path: "/hooks/v1/casino/totals" })).body).toMatchObject({
      reason: "refused_by_database",
    });
    await totals.post("{", { path: "/hooks/v1/casino/totals" });
    await totals.database.pool.query("alter table player_totals drop constraint too_rich");
    const [broken, snapshot] = await listDeadLetters(totals.context, { limit: 2 });
    expect(await replayDeadLetter(totals.context, snapshot!.id)).toEqual({
      status: "replayed",
      resolution: "recorded",
    });
    expect(await totals.rows("select amount, occurred_at from ledger")).toEqual([
      { amount: "250500000", occurred_at: new Date("2026-11-22T09:00:00Z") },
    ]);
    expect(await replayDeadLetter(totals.context, broken!.id)).toEqual({
      status: "quarantined",
      reason: "invalid_json",
    });
  });

  test("an unknown letter is not found", async () => {
    await expect(replayDeadLetter(under.context, 999_999)).rejects.toBeInstanceOf(NotFoundError);
  });
});

describe("the list", () => {
  test("filters by state, source and reason and goes page by page", async () => {
    for (let index = 0; index < 5; index++) await under.post("{", { id: `evt_listed_${index}` });
    const query = { state: "open", source: "casino", reason: "invalid_json", limit: 3 } as const;
    const first = await listDeadLetters(under.context, query);
    const second = await listDeadLetters(under.context, { ...query, before: first.at(-1)!.id });
    expect([...first, ...second].map((letter) => letter.deliveryId)).toEqual(
      [4, 3, 2, 1, 0].map((index) => `evt_listed_${index}`),
    );
    expect(await listDeadLetters(under.context, { ...query, source: "nobody" })).toEqual([]);
  });

  test("a discarded letter says why and cannot be replayed", async () => {
    await under.post("{", { id: "evt_discarded" });
    const id = await letterOf("evt_discarded");
    await expect(discardDeadLetter(under.context, id, " ")).rejects.toBeInstanceOf(InvalidInputError);
    await discardDeadLetter(under.context, id, "the sender was testing");
    await expect(discardDeadLetter(under.context, id, "again")).rejects.toBeInstanceOf(ConflictError);
    await expect(replayDeadLetter(under.context, id)).rejects.toBeInstanceOf(ConflictError);
    expect((await listDeadLetters(under.context, { state: "discarded", limit: 1 }))[0]).toMatchObject({
      resolution: "the sender was testing",
    });
  });
});
