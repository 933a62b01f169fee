import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settleRace } from "../../core/settlement/settle-race.js";
import { verifyReceipt } from "../../proof/verify-receipt.js";
import { verifyResult } from "../../proof/verify-result.js";
import { ownReceipt } from "../../wire/result.js";
import { linkSourceList } from "../../wire/sources.js";
import { endedRace } from "../settlement/_race.js";
import { startTestApi, type TestApi } from "./_api.js";
import { addAccount, linkAccount, wager } from "./_people.js";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

async function person(id: number, account?: string): Promise<{ token: string; player: number }> {
  await api.signIn({ id });
  const player = account === undefined ? 0 : await addAccount(api.context.pool, account);
  if (account !== undefined) await linkAccount(api.context.pool, id, player);
  return { token: (await api.signIn({ id })).accessToken, player };
}

describe("one's own receipt", () => {
  test("proves one's row against the public document, in each version, and nobody else's", async () => {
    const ann = await person(6_001, "R1");
    const bob = await person(6_002, "R2");
    await wager(api.context.pool, ann.player, 30, 10);
    await wager(api.context.pool, bob.player, 20, 10);
    const { id } = await endedRace(api.context.pool, { disputeHours: 24 });
    await settleRace(api.context, id, "test");
    const { text } = await api.call(`/races/${id}/results/1`);
    const { document } = await verifyResult(text);
    for (const [one, score] of [
      [ann, "30.000000"],
      [bob, "20.000000"],
    ] as const) {
      const answer = await api.call(`/me/receipt?race=${id}`, { token: one.token });
      expect([answer.status, ownReceipt.parse(answer.body).version]).toEqual([200, 1]);
      expect(answer.headers.get("cache-control")).toContain("no-store");
      const checked = await verifyReceipt(answer.body, document!);
      const row = document!.players.find(({ pseudonym }) => pseudonym === checked.pseudonym);
      expect([checked.faults, row?.score]).toEqual([[], score]);
      expect((await api.call(`/me/receipt?race=${id}&version=1`, { token: one.token })).body).toEqual(answer.body);
    }
  });

  test("needs a person, a linked player, a result, and a version that there is", async () => {
    const ann = await person(6_003, "R3");
    const nobody = await person(6_004);
    const { id } = await endedRace(api.context.pool);
    const ask = async (query: string, token?: string) => (await api.call(`/me/receipt${query}`, { token })).status;
    expect(await ask(`?race=${id}`)).toBe(401);
    expect(await ask(`?race=${id}`, nobody.token)).toBe(404);
    expect(await ask(`?race=${id}`, ann.token)).toBe(404);
    await settleRace(api.context, id, "test");
    expect(await ask(`?race=${id}&version=2`, ann.token)).toBe(404);
    expect(await ask(`?race=NoSuchRace`, ann.token)).toBe(404);
    expect(await ask("", ann.token)).toBe(400);
    expect(await ask(`?race=${id}&version=0`, ann.token)).toBe(400);
  });
});

test("casinos at which one can link are public, by name, without those that were removed", async () => {
  const { pool } = api.context;
  await pool.query(
    "insert into sources (slug, name, mode, removed_at) values ('zeta', 'Zeta', 'events', null), ('gone', 'Gone', 'events', now())",
  );
  const { status, body } = await api.call("/sources");
  expect(status).toBe(200);
  expect(linkSourceList.parse(body).sources).toEqual([
    { slug: "casino", name: "Casino" },
    { slug: "zeta", name: "Zeta" },
  ]);
});
