import { expect, test, vi } from "vitest";
import type { Session as Tokens } from "../../../../wire/auth.js";
import { createApi } from "./api.js";
import { ProblemError, UnreachableError, type Request, type Send } from "./send.js";
import { createSession } from "./session.js";
import * as z from "zod/mini";

const user = { id: "42", firstName: "Ann", username: null, languageCode: "en", roles: [], player: null };
const tokens = (number: number): Tokens => ({
  accessToken: `access-${number}`,
  expiresIn: 600,
  refreshToken: `refresh-token-number-${number}`,
  user,
});

/** Answers in turn: a value, or an error to throw. Remembers what was asked. */
function fakeSend(...answers: (Tokens | Error)[]) {
  const asked: Pick<Request<unknown>, "path" | "authorization" | "body">[] = [];
  const send: Send = async ({ path, authorization, body, schema }) => {
    asked.push({ path, authorization, body });
    const next = answers.shift();
    if (next === undefined || next instanceof Error) throw next ?? new UnreachableError("offline");
    return { kind: "value", value: schema.parse(next), etag: undefined };
  };
  return { send, asked };
}

test("initData is exchanged once for everybody who waits for a token", async () => {
  const { send, asked } = fakeSend(tokens(1));
  const session = createSession(send, "raw", () => 0);
  expect(session.state.get().kind).toBe("signing-in");
  expect(await Promise.all([session.token(), session.token()])).toEqual(["access-1", "access-1"]);
  expect(asked).toEqual([{ path: "/auth/telegram", authorization: "tma raw", body: undefined }]);
  expect(session.state.get()).toEqual({ kind: "signed-in", user });
});

test("a token that is about to expire is refreshed, and a refresh token is used once", async () => {
  let now = 0;
  const { send, asked } = fakeSend(tokens(1), tokens(2), tokens(3));
  const session = createSession(send, "raw", () => now);
  await session.token();
  now = 569_999;
  expect(await session.token()).toBe("access-1");
  now = 570_000;
  expect(await session.token()).toBe("access-2");
  expect(await session.renew()).toBe("access-3");
  expect(asked.slice(1).map(({ body }) => body)).toEqual([
    { refreshToken: "refresh-token-number-1" },
    { refreshToken: "refresh-token-number-2" },
  ]);
});

test("a refused refresh falls back to initData", async () => {
  const { send, asked } = fakeSend(tokens(1), new ProblemError(401, undefined), tokens(2));
  const session = createSession(send, "raw", () => 0);
  await session.token();
  expect(await session.renew()).toBe("access-2");
  expect(asked.map(({ path }) => path)).toEqual(["/auth/telegram", "/auth/refresh", "/auth/telegram"]);
});

test("initData that is too old ends the session, and nobody asks again", async () => {
  const { send, asked } = fakeSend(new ProblemError(401, undefined));
  const session = createSession(send, "raw", () => 0);
  expect(await session.token()).toBeUndefined();
  expect(session.state.get().kind).toBe("expired");
  expect(await session.token()).toBeUndefined();
  expect(asked).toHaveLength(1);
});

test("an API that is away is asked again, and a session that exists is kept meanwhile", async () => {
  const { send } = fakeSend(new UnreachableError("offline"), tokens(1), new ProblemError(503, undefined), tokens(2));
  const session = createSession(send, "raw", () => 0);
  expect(await session.token()).toBeUndefined();
  expect(session.state.get().kind).toBe("unavailable");
  expect(await session.token()).toBe("access-1");
  expect(await session.renew()).toBeUndefined();
  expect(session.state.get().kind).toBe("signed-in");
  expect(await session.renew()).toBe("access-2");
});

test("without initData nothing is asked", async () => {
  const { send, asked } = fakeSend();
  const session = createSession(send, undefined, () => 0);
  expect(await session.token()).toBeUndefined();
  expect(await session.renew()).toBeUndefined();
  expect(session.state.get().kind).toBe("none");
  expect(asked).toEqual([]);
});

test("a request refused with 401 is sent again with a new token, once", async () => {
  const read = vi
    .fn<(authorization: string | undefined) => Promise<number>>()
    .mockRejectedValueOnce(new ProblemError(401, undefined))
    .mockResolvedValueOnce(7);
  const auth = fakeSend(tokens(1), tokens(2));
  const send: Send = async (request) =>
    request.path.startsWith("/auth/")
      ? auth.send(request)
      : { kind: "value", value: request.schema.parse(await read(request.authorization)), etag: undefined };
  const api = createApi(
    send,
    createSession(send, "raw", () => 0),
  );
  expect(await api.readMine("/me", z.number())).toBe(7);
  expect(read.mock.calls).toEqual([["Bearer access-1"], ["Bearer access-2"]]);
});
