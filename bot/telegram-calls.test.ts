import { Api } from "grammy";
import { expect, it } from "vitest";
import { TelegramCalls } from "./telegram-calls.js";

it("counts every call by what became of it: its answer, a 429, a refusal, or nothing at all", async () => {
  const calls = new TelegramCalls();
  const api = new Api("1:token");
  const answers = [
    { ok: true as const, result: true },
    { ok: false as const, error_code: 429, description: "Too Many Requests", parameters: { retry_after: 3 } },
    { ok: false as const, error_code: 403, description: "Forbidden" },
  ];
  api.config.use(async () => {
    const answer = answers.shift();
    if (answer === undefined) throw new Error("the network is away");
    return answer;
  }, calls.transformer);
  for (let call = 0; call < 4; call++) await api.setMyName("x").catch(() => undefined);
  expect(calls.read()).toEqual({ ok: 1, too_fast: 1, refused: 1, failed: 1 });
});
