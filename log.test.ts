import { describe, expect, it } from "vitest";
import { onOccasion } from "./core/occasion.js";
import { createLog, scrub } from "./log.js";

describe("scrub", () => {
  it.each([
    "https://api.telegram.org/bot123456789:AAabcdefghijklmnopqrstuvwxyz0123456/getMe failed",
    "secret whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "Bearer eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0abc.c2lnbmF0dXJl",
    "connect postgres://owner:hunter2@db/x",
    "key rk_live_abcd1234_0123456789abcdefghijABCDEFGHIJ12_abcdef",
  ])("leaves nothing of the secret in: %s", (line) => {
    const clean = scrub(line);
    expect(clean).toContain("[secret]");
    expect(clean).not.toMatch(/AAabc|MfKQ|c2lnb|hunter2|0123456789abcdef/);
  });

  it("leaves times, ids and money alone", () => {
    const line = '{"time":"2026-11-22T10:00:00.000Z","race":"Ab3dEf9hJk","amount":"1234.560000"}';
    expect(scrub(line)).toBe(line);
  });
});

it("a line names the occasion it comes of, also when it is written later and by a child", async () => {
  const lines: { req_id?: string }[] = [];
  const log = createLog("info", { write: (line) => lines.push(JSON.parse(line)) });
  const part = log.child({ part: "api" });
  log.info({}, "before");
  await Promise.all(
    ["update-1", "update-2"].map((id) =>
      onOccasion(id, async () => {
        await new Promise(setImmediate);
        part.info({}, "within");
      }),
    ),
  );
  part.info({ req_id: "its own" }, "after");
  expect(lines.map((line) => line.req_id)).toEqual([undefined, "update-1", "update-2", "its own"]);
});
