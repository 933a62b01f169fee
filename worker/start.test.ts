import { Pool } from "pg";
import { expect, it } from "vitest";
import { systemClock } from "../core/clock.js";
import type { Log } from "../core/log.js";
import { occasionId } from "../core/occasion.js";
import { startWorker } from "./start.js";

it("a job that fails is tried again, and the log knows which run it was", async () => {
  const failed: (string | undefined)[] = [];
  const enough = new AbortController();
  const log: Log = {
    debug: () => undefined,
    info: () => undefined,
    error: () => undefined,
    warn: () => {
      failed.push(occasionId());
      if (occasionId() === "life-cycle-2") enough.abort();
    },
    child: () => log,
  };
  // Nobody listens there.
  const pool = new Pool({ host: "127.0.0.1", port: 1 });
  const context = { pool, log, clock: systemClock, timeZone: "UTC", secretsKey: Buffer.alloc(32) };
  await using worker = startWorker(context, { allowsLocalSources: false }, enough.signal);
  await new Promise((resolve) => enough.signal.addEventListener("abort", resolve));
  await worker[Symbol.asyncDispose]();
  expect(failed).toEqual(expect.arrayContaining(["life-cycle-1", "life-cycle-2", "seals-1"]));
  expect(failed).not.toContain(undefined);
});
