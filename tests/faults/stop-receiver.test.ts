import { once } from "node:events";
import { expect, test } from "vitest";
import { createSource } from "../../core/sources/create-source.js";
import { createTestDatabase } from "../_database.js";
import { contextOn, secretsKey, TestClock } from "../receiver/_receiver.js";
import { startReceiverProcess } from "./_child.js";
import { FaultLoad, findLosses } from "./_fault-load.js";
import { faultRounds } from "./_rounds.js";

const STOPS = faultRounds({ short: 2, full: 20 });

test(`a receiver told to stop ${STOPS} times under load answers every post it took, resets none and ends with 0`, async () => {
  await using database = await createTestDatabase();
  const { secret } = await createSource(contextOn(database.pool, new TestClock()), {
    slug: "casino",
    name: "Casino",
    mode: "events",
  });
  let receiver = await startReceiverProcess(database.url, 0, secretsKey);
  const { port } = receiver;
  // As told by Retry-After: who knocks again at once may meet a door that is being shut, which is no post that was taken.
  const load = new FaultLoad(port, secret, 1_000);
  const ends: unknown[] = [];
  let slowestMs = 0;
  try {
    for (let stop = 0; stop < STOPS; stop++) {
      const before = load.acknowledged;
      load.start();
      await expect.poll(() => load.acknowledged, { timeout: 20_000, interval: 5 }).toBeGreaterThan(before + 200);
      const { child } = receiver;
      const told = performance.now();
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      ends.push((await exited)[0]);
      slowestMs = Math.max(slowestMs, performance.now() - told);
      await load.stop();
      receiver = await startReceiverProcess(database.url, port, secretsKey);
      await load.redeliver();
    }
    expect(ends).toEqual(Array.from({ length: STOPS }, () => 0));
    expect(slowestMs).toBeLessThan(25_000);
    expect([...load.statuses].filter((end) => ![200, 503, "ECONNREFUSED"].includes(end))).toEqual([]);
    expect(load.statuses, "the stops were felt").toContain(503);
    expect(await findLosses(database.pool, load)).toMatchObject({ lost: 0, double: 0, unexplained: 0 });
  } finally {
    load.dispose();
    await receiver.kill();
  }
}, 600_000);
