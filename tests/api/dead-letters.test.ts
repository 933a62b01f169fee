import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiKey } from "../../core/access/api-keys.js";
import { problemOf, startTestApi, type TestApi } from "./_api.js";
import { openCasino, type TestCasino } from "./_casino.js";

interface Letter {
  id: string;
  state: string;
  reason: string;
  source: string;
  item: number | null;
  attempts: number;
  body: string;
}
interface LetterList {
  deadLetters: Letter[];
  nextCursor: string | null;
}

let api: TestApi;
let casino: TestCasino;
let key: string;
beforeAll(async () => {
  api = await startTestApi();
  key = (await createApiKey(api.context, { name: "script", scopes: ["admin"] }, { actor: "cli" })).key;
  casino = await openCasino(api, key, "casino");
});
afterAll(async () => {
  await casino[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
});

async function list(query = ""): Promise<LetterList> {
  const answer = await api.call<LetterList>(`/admin/dead-letters${query}`, { token: key });
  expect([answer.status, answer.text]).toEqual([200, answer.text]);
  return answer.body;
}
function act(id: string, action: string, body?: unknown) {
  return api.call(`/admin/dead-letters/${id}/${action}`, { method: "POST", token: key, body });
}
/** A wager over 5 minutes ahead of the receiver's clock, which is quarantined. */
async function quarantine(): Promise<Letter> {
  const occurred = new Date(api.clock.now().getTime() + 600_000).toISOString();
  const data = { wager_id: `q_${occurred}`, player_id: "Q1", amount: "5.00", occurred_at: occurred };
  const answer = await casino.postEvent({ type: "wager.settled", timestamp: api.clock.now().toISOString(), data });
  expect([answer.status, answer.body["status"]]).toEqual([202, "quarantined"]);
  return (await list()).deadLetters[0]!;
}

test("a quarantined post is listed whole, and one that still cannot be applied stays open", async () => {
  const letter = await quarantine();
  expect(letter).toMatchObject({
    source: "casino",
    state: "open",
    reason: "occurred_in_future",
    item: null,
    attempts: 0,
  });
  expect(JSON.parse(letter.body)).toMatchObject({ type: "wager.settled", data: { player_id: "Q1" } });
  const replayed = await act(letter.id, "replay");
  expect([replayed.status, replayed.body]).toEqual([
    200,
    { status: "quarantined", resolution: null, reason: "occurred_in_future" },
  ]);
  expect((await list()).deadLetters[0]).toMatchObject({ state: "open", attempts: 1 });
});

test("one whose obstacle is gone is applied, and only once", async () => {
  const letter = await quarantine();
  // The obstacle was the receiver's clock: as if the post had come later.
  await api.database.pool.query("update dead_letters set received_at = received_at + interval '1 hour' where id = $1", [
    letter.id,
  ]);
  const replayed = await act(letter.id, "replay");
  expect(replayed.body).toEqual({ status: "replayed", resolution: "recorded", reason: null });
  const { rows } = await api.database.pool.query(
    "select l.amount::text from ledger l join players p on p.id = l.player_id where p.external_id = 'Q1'",
  );
  expect(rows).toEqual([{ amount: "5000000" }]);
  const again = await act(letter.id, "replay");
  expect([again.status, problemOf(again).detail]).toEqual([409, "This dead letter is replayed already."]);
  const { rows: audit } = await api.database.pool.query("select action from audit_log where subject = $1", [
    `dead_letter:${letter.id}`,
  ]);
  expect(audit).toEqual([{ action: "dead_letter.replay" }]);
});

test("one that is discarded needs a reason and is closed", async () => {
  const letter = await quarantine();
  expect((await act(letter.id, "discard", {})).status).toBe(400);
  expect((await act(letter.id, "discard", { reason: "a test of the casino" })).status).toBe(204);
  expect((await act(letter.id, "replay")).status).toBe(409);
  expect((await list("?state=discarded")).deadLetters.map(({ id }) => id)).toEqual([letter.id]);
});

test("those of one source and reason are replayed together, each by itself", async () => {
  const [good, bad] = [await quarantine(), await quarantine()];
  const replay = (body: object) => api.call("/admin/dead-letters/replay", { method: "POST", token: key, body });
  expect((await replay({ source: "nowhere" })).body).toMatchObject({ recorded: 0, quarantined: 0, nextCursor: null });
  const open = (await list("?state=open")).deadLetters.length;
  await api.database.pool.query("update dead_letters set received_at = received_at + interval '1 hour' where id = $1", [
    good.id,
  ]);
  const answer = await replay({ source: "casino", reason: "occurred_in_future" });
  expect([answer.status, answer.body]).toEqual([
    200,
    { recorded: 1, duplicates: 0, quarantined: open - 1, nextCursor: null },
  ]);
  const states = (await list()).deadLetters.map(({ id, state, attempts }) => [id, state, attempts]);
  expect(states).toEqual(
    expect.arrayContaining([
      [good.id, "replayed", 1],
      [bad.id, "open", 1],
    ]),
  );
  const { rows: audit } = await api.database.pool.query("select action from audit_log where subject = 'dead_letters'");
  expect(audit).toHaveLength(2);
  expect((await replay({ state: "open" })).status).toBe(400);
  await act(bad.id, "discard", { reason: "the end of this test" });
});

test("the list filters and pages without gaps", async () => {
  await quarantine();
  await quarantine();
  const all = (await list("?limit=200")).deadLetters.map(({ id }) => id);
  const paged: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: LetterList = await list(`?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`);
    paged.push(...page.deadLetters.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(paged).toEqual(all);
  expect((await list("?source=nowhere")).deadLetters).toEqual([]);
  expect((await list("?reason=occurred_in_future&source=casino")).deadLetters.length).toBe(all.length);
  const open = (await list("?state=open")).deadLetters;
  expect([...new Set(open.map(({ state }) => state))]).toEqual(["open"]);
});

test.each(["0", "-1", "x", "999999", "1e3"])("letter %s is 404", async (id) => {
  expect((await act(id, "replay")).status).toBe(404);
  expect((await act(id, "discard", { reason: "there is none" })).status).toBe(404);
});
