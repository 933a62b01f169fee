import { execFile } from "node:child_process";
import { open, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Pool } from "pg";
import { afterAll, expect, test } from "vitest";
import { createSource } from "../../core/sources/create-source.js";
import { startEmbeddedPostgres } from "../../db/embedded/start.js";
import { migrate } from "../../db/migrate.js";
import { contextOn, secretsKey, TestClock } from "../receiver/_receiver.js";
import { startReceiverProcess } from "./_child.js";
import { FaultLoad, findLosses } from "./_fault-load.js";

const run = promisify(execFile);
const MIB = 2 ** 20;

/** A file system of its own, which only a superuser may mount. @returns undefined for others */
async function mountSmall(folder: string): Promise<AsyncDisposable | undefined> {
  const options = ["-t", "tmpfs", "-o", "size=256m,mode=0755", "tmpfs", folder];
  const mounted = await run("mount", options).then(
    () => true,
    () => false,
  );
  return mounted ? { [Symbol.asyncDispose]: async () => void (await run("umount", [folder])) } : undefined;
}

/** Takes all the room there is. @throws anything but the end of that room */
async function fillUp(path: string): Promise<void> {
  await using file = await open(path, "w");
  const zeros = Buffer.alloc(MIB);
  const isFull = (error: NodeJS.ErrnoException): number => {
    if (error.code !== "ENOSPC") throw error;
    return 0;
  };
  while ((await file.write(zeros).then(({ bytesWritten }) => bytesWritten, isFull)) > 0);
}

const folder = await mkdtemp(join(tmpdir(), "goatedvips-full-"));
const small = await mountSmall(folder);
afterAll(async () => {
  await small?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** The whole of it needs the right to mount; tests/receiver/availability.test.ts has the error alone, for everybody. */
test.skipIf(small === undefined)(
  "a disk that fills up under load costs 503s; with room again the same processes take posts, and nothing is lost",
  async () => {
    await using database = await startEmbeddedPostgres({ dataDir: folder });
    await migrate(database.url);
    const pool = new Pool({ connectionString: database.url, max: 2 });
    pool.on("error", () => undefined);
    const source = { slug: "casino", name: "Casino", mode: "events" } as const;
    const { secret } = await createSource(contextOn(pool, new TestClock()), source);
    await using receiver = await startReceiverProcess(database.url, 0, secretsKey);
    const load = new FaultLoad(receiver.port, secret);
    load.start();
    await expect.poll(() => load.acknowledged, { timeout: 20_000 }).toBeGreaterThan(200);
    await fillUp(join(folder, "ballast"));
    await expect.poll(() => load.statuses, { timeout: 30_000 }).toContain(503);
    const refused = load.posted.length - load.acknowledged;
    await expect.poll(() => load.posted.length - load.acknowledged, { timeout: 30_000 }).toBeGreaterThan(refused + 100);
    await rm(join(folder, "ballast"));
    const before = load.acknowledged;
    await expect.poll(() => load.acknowledged, { timeout: 30_000 }).toBeGreaterThan(before + 200);
    await load.stop();
    await load.redeliver();
    load.dispose();
    expect(load.statuses, "no post met a closed or broken receiver").toEqual(new Set([200, 503]));
    expect(await findLosses(pool, load)).toMatchObject({ lost: 0, double: 0, unexplained: 0 });
    await pool.end();
  },
  180_000,
);
