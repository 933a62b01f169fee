import { expect, test } from "vitest";
import { ClientTable } from "./_client.js";
import { CHANNEL, field, startTestFeed } from "./_feed.js";
import { RestlessReader } from "./_restless-reader.js";
import { until } from "../_until.js";

test("readers cut off at random against a moving board all end equal to it, with versions that only rise", async () => {
  await using feed = await startTestFeed({ coalesceMs: 5 });
  feed.boards.set(CHANNEL, field(80));
  const readers = Array.from({ length: 25 }, () => new RestlessReader(CHANNEL, () => feed.connect()));
  await Promise.all(readers.map((reader) => reader.connect()));
  for (let round = 0; round < 150; round++) {
    for (let change = 0; change < 3; change++)
      feed.boards.set(CHANNEL, { [1 + Math.floor(Math.random() * 80)]: 900 + Math.random() * 200 });
    for (const reader of readers) {
      reader.read();
      if (Math.random() < 0.05) {
        reader.cut();
        await reader.connect();
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const expected = (await feed.views.standings(CHANNEL, 50)).rows;
  const { version } = feed.boards.version(CHANNEL)!;
  await until("every reader has the last version", () => {
    for (const reader of readers) reader.read();
    return readers.every((reader) => reader.table.ver === version);
  });
  for (const reader of readers) {
    expect(reader.table.sorted()).toEqual(expected);
    expect(reader.table.taken).toEqual([...new Set(reader.table.taken)].sort((a, b) => a - b));
    expect(reader.resyncs).toBe(reader.table.gaps);
  }
  expect(readers.reduce((sum, reader) => sum + reader.connections, 0)).toBeGreaterThan(50);
});

test("a change between the first load and the subscription is never lost", async () => {
  await using feed = await startTestFeed({ coalesceMs: 1 });
  feed.boards.set(CHANNEL, field(50));
  for (let round = 0; round < 100; round++) {
    const loaded = await feed.views.standings(CHANNEL, 50);
    const changing = new Promise<void>((resolve) =>
      setTimeout(() => {
        feed.boards.set(CHANNEL, { 50: 900 + round / 10 });
        resolve();
      }, Math.random() * 6),
    );
    const client = await feed.connect();
    client.hello({ subscribe: [CHANNEL], resume: { [CHANNEL]: { epoch: loaded.epoch, ver: loaded.version } } });
    await changing;
    const { version } = feed.boards.version(CHANNEL)!;
    await client.until(`version ${version}`, () =>
      client.frames.some((frame) => "ver" in frame && frame.ver === version),
    );
    const table = new ClientTable();
    table.apply({
      t: "snap",
      ch: CHANNEL,
      epoch: loaded.epoch,
      ver: loaded.version,
      at: new Date().toISOString(),
      rows: loaded.rows,
    });
    for (const frame of client.frames) expect(table.apply(frame)).not.toBe("resync");
    expect(table.sorted()).toEqual((await feed.views.standings(CHANNEL, 50)).rows);
    client.end();
  }
});
