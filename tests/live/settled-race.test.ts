import { expect, test } from "vitest";
import { createApiKey } from "../../core/access/api-keys.js";
import { until } from "../_until.js";
import { startTestApi } from "../api/_api.js";
import { openCasino } from "../api/_casino.js";
import { FeedClient } from "./_client.js";

test("a race that became final before the process started has a channel with the result's position and rows", async () => {
  await using api = await startTestApi({ realBoards: true });
  const { key } = await createApiKey(api.context, { name: "k", scopes: ["admin"] }, { actor: "cli" });
  const token = key;
  await using casino = await openCasino(api, key, "acme");
  const now = api.clock.now().getTime();
  const made = await api.call<{ id: string }>("/admin/races", {
    method: "POST",
    token,
    body: {
      title: "Over",
      startsAt: new Date(now - 3_600_000).toISOString(),
      endsAt: new Date(now + 3_600_000).toISOString(),
      prizes: ["100.00"],
    },
  });
  const race = made.body.id;
  await casino.post([{ player: "A1", amount: "9007199254.740993", at: new Date(now - 60_000) }]);
  await until("the board has it", async () => (await api.call(`/races/${race}/standings`)).body["total"] === 1);
  for (const [act, body] of [
    ["end-early", { reason: "over" }],
    ["settle", undefined],
    ["finalize", undefined],
  ] as const) {
    const answer = await api.call(`/admin/races/${race}/${act}`, { method: "POST", token, ...(body && { body }) });
    expect([act, answer.status]).toEqual([act, 200]);
  }

  await using restarted = await startTestApi({ realBoards: true, beside: api });
  const reader = await FeedClient.connect(restarted.port);
  reader.send({ t: "hello", subscribe: [`race:${race}`] });
  const snap = await reader.next("snap");
  const { body } = await restarted.call(`/races/${race}/standings`);
  expect({ epoch: snap.epoch, ver: snap.ver, rows: snap.rows }).toEqual({
    epoch: body["epoch"],
    ver: body["version"],
    rows: body["rows"],
  });
  expect(snap.rows).toMatchObject([{ rank: 1, wagered: "9007199254.740993", prize: "100.00" }]);
  reader.socket.terminate();
});
