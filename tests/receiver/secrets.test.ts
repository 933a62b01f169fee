import { expect, test } from "vitest";
import { ConflictError, InvalidInputError, NotFoundError } from "../../core/errors.js";
import { createSource } from "../../core/sources/create-source.js";
import { rotateSecret } from "../../core/sources/rotate-secret.js";
import { createTestDatabase } from "../_database.js";
import { contextOn, settled, startTestReceiver, TestClock } from "./_receiver.js";

const HOUR_MS = 3_600_000;

test("secrets are stored encrypted only", async () => {
  await using database = await createTestDatabase();
  const context = contextOn(database.pool, new TestClock());
  const { secret } = await createSource(context, { slug: "one", name: "One", mode: "events" });
  const { rows } = await database.pool.query<{ row: string }>("select s::text as row from source_secrets s");
  expect(rows).toHaveLength(1);
  expect(rows[0]?.row).not.toContain(secret);
  expect(rows[0]?.row).not.toContain(Buffer.from(secret).toString("hex"));
});

test("a source that cannot be is refused with every reason", async () => {
  await using database = await createTestDatabase();
  const context = contextOn(database.pool, new TestClock());
  const refused = await createSource(context, { slug: "No Slug", name: " ", mode: "events", secret: "short" }).catch(
    (error: unknown) => error,
  );
  expect(refused).toBeInstanceOf(InvalidInputError);
  expect(refused).toMatchObject({ issues: [{ path: "slug" }, { path: "name" }, { path: "secret" }] });
  await createSource(context, { slug: "one", name: "One", mode: "events" });
  await expect(createSource(context, { slug: "one", name: "Two", mode: "events" })).rejects.toBeInstanceOf(
    ConflictError,
  );
  await expect(rotateSecret(context, "other")).rejects.toBeInstanceOf(NotFoundError);
});

test("over 24 hours of overlap posts with either secret pass, and then only the new one does", async () => {
  await using under = await startTestReceiver({ at: new Date("2026-11-22T10:00:00Z") });
  const start = under.clock.now().getTime();
  const { secret, previousExpiresAt } = await rotateSecret(under.context, under.slug);
  expect(previousExpiresAt.getTime()).toBe(start + 24 * HOUR_MS);
  const statuses = new Map<number, number>();
  for (let index = 0; index < 1_000; index++) {
    under.clock.at = new Date(start + (index * 24 * HOUR_MS) / 1_000);
    const { status } = await under.post(settled(), { secret: index % 2 === 0 ? under.secret : secret });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect([...statuses]).toEqual([[200, 1_000]]);
  under.clock.at = previousExpiresAt;
  expect((await under.post(settled())).status).toBe(401);
  expect((await under.post(settled(), { secret })).status).toBe(200);
});

test("a revoked secret stops passing within 5 s on a receiver that is not told", async () => {
  await using under = await startTestReceiver();
  const { secret } = await rotateSecret(under.context, under.slug);
  expect((await under.post(settled(), { secret })).status).toBe(200);
  expect((await under.post(settled())).status).toBe(200);
  await rotateSecret(under.context, under.slug);
  await expect.poll(async () => (await under.post(settled())).status, { timeout: 5_000, interval: 100 }).toBe(401);
  expect((await under.post(settled(), { secret })).status).toBe(200);
});

test("when a source was last heard of, and with which secret, is written beside the posts", async () => {
  await using under = await startTestReceiver();
  await under.post(settled());
  const used = (): Promise<{ used: boolean }[]> =>
    under.rows("select last_used_at is not null as used from source_secrets");
  await expect.poll(used, { timeout: 5_000 }).toEqual([{ used: true }]);
  const health = (): Promise<{ source_id: number }[]> => under.rows("select source_id from source_health");
  await expect.poll(health, { timeout: 5_000 }).toEqual([{ source_id: under.sourceId }]);
});
