import { Client } from "pg";
import { expect, it } from "vitest";
import { createTestDatabase } from "../_database.js";
import { polledWorld } from "./_polled.js";

/** `begin` and `commit` ask nothing, and the fake clock is the test's own. */
const NOT_COUNTED = /^\s*(begin|commit|set )|fake\.moment|next_poll_at\) as due/i;

async function countStatements(work: () => Promise<void>): Promise<string[]> {
  // oxlint-disable-next-line typescript/unbound-method -- called with the `this` it is called with
  const { query } = Client.prototype;
  const texts: string[] = [];
  Client.prototype.query = function (this: Client, ...given: unknown[]) {
    const [first] = given;
    const text = typeof first === "string" ? first : (first as { text?: string }).text;
    if (text !== undefined && !NOT_COUNTED.test(text)) texts.push(text);
    return Reflect.apply(query, this, given) as never;
  };
  try {
    await work();
  } finally {
    Client.prototype.query = query;
  }
  return texts;
}

it("one poll of 2,000 rows asks at most 10 statements: the first, a quiet one, and one with newcomers and renames", async () => {
  await using database = await createTestDatabase();
  await using world = await polledWorld(database, { players: 2_000, betsPerHour: 3_000 });
  const first = await countStatements(() => world.poll());
  expect(first.length).toBeLessThanOrEqual(11);
  const quiet = await countStatements(() => world.poll());
  expect(quiet.length).toBeLessThanOrEqual(8);
  for (let count = 0; count < 50; count++) world.casino.house.join(100 + count);
  for (const account of world.casino.house.accounts.slice(0, 40)) world.casino.house.rename(account);
  const busy = await countStatements(() => world.poll());
  expect(busy.length).toBeLessThanOrEqual(11);
  expect((await world.ledger()).size).toBe(2_050);
  expect(await world.ledger()).toEqual(world.books());
  // One of them gives the worker the answer that nothing more is due.
  const idle = await countStatements(async () => void (await world.poller.round()));
  expect(idle).toHaveLength(1);
});
