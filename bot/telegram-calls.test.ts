import { once } from "node:events";
import { createServer } from "node:http";
import { Api } from "grammy";
import { expect, it } from "vitest";
import { TelegramCalls } from "./telegram-calls.js";

it("counts every call by what became of it: its answer, a 429, a refusal, or nothing at all", async () => {
  const answers = [
    { ok: true, result: true },
    { ok: false, error_code: 429, description: "Too Many Requests", parameters: { retry_after: 3 } },
    { ok: false, error_code: 403, description: "Forbidden" },
  ];
  const telegram = createServer((request, response) => {
    const answer = answers.shift();
    if (answer === undefined) request.socket.destroy();
    else response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
  }).listen(0, "127.0.0.1");
  await once(telegram, "listening");
  const address = telegram.address();
  if (address === null || typeof address === "string") throw new TypeError("no port");

  const calls = new TelegramCalls();
  const api = new Api("1:token", { apiRoot: `http://127.0.0.1:${address.port}` });
  api.config.use(calls.transformer);
  for (let call = 0; call < 4; call++) await api.setMyName("x").catch(() => undefined);
  expect(calls.read()).toEqual({ ok: 1, too_fast: 1, refused: 1, failed: 1 });
  telegram.closeAllConnections();
  telegram.close();
});
