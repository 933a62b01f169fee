import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { createSource } from "../../core/sources/create-source.js";
import { createTestDatabase } from "../_database.js";
import { contextOn, secretsKey, TestClock } from "../receiver/_receiver.js";
import { startReceiverProcess } from "./_child.js";
import { FaultLoad, findLosses, type Findings } from "./_fault-load.js";
import { faultRounds } from "./_rounds.js";

const KILLS = faultRounds({ short: 4, full: 100 });

/** Kills the receiver under load again and again, redelivers, and compares. */
async function killRepeatedly(kills: number, acknowledge?: "before-commit"): Promise<Findings & { slowestMs: number }> {
  await using database = await createTestDatabase();
  const { secret } = await createSource(contextOn(database.pool, new TestClock()), {
    slug: "casino",
    name: "Casino",
    mode: "events",
  });
  let receiver = await startReceiverProcess(database.url, 0, secretsKey, acknowledge);
  const { port } = receiver;
  const load = new FaultLoad(port, secret);
  let slowestMs = 0;
  try {
    for (let kill = 0; kill < kills; kill++) {
      const before = load.acknowledged;
      load.start();
      await expect.poll(() => load.acknowledged, { timeout: 10_000, interval: 5 }).toBeGreaterThan(before + 50);
      await delay(Math.random() * 500);
      await receiver.kill();
      await load.stop();
      receiver = await startReceiverProcess(database.url, port, secretsKey, acknowledge);
      const restarted = performance.now();
      await load.redeliver();
      slowestMs = Math.max(slowestMs, performance.now() - restarted);
    }
    return { ...(await findLosses(database.pool, load)), slowestMs };
  } finally {
    load.dispose();
    await receiver.kill();
  }
}

test(`a receiver killed ${KILLS} times under load has every wager exactly once after redelivery`, async () => {
  const findings = await killRepeatedly(KILLS);
  expect(findings).toMatchObject({ lost: 0, double: 0, unexplained: 0 });
  expect(findings.acknowledged).toBeGreaterThan(KILLS * 50);
  expect(findings.slowestMs).toBeLessThan(3_000);
}, 600_000);

test("control: a receiver that answers before its COMMIT loses wagers in the same test", async () => {
  const findings = await killRepeatedly(Math.min(KILLS, 10), "before-commit");
  expect(findings.lost).toBeGreaterThan(0);
}, 120_000);
