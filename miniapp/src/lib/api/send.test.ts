import { expect, test } from "vitest";
import * as z from "zod/mini";
import { BadAnswerError, createSend, ProblemError, UnreachableError } from "./send.js";

const request = { path: "/thing", schema: z.object({ name: z.string() }) };

function sendOver(response: Response | Error) {
  const asked: { url: string; init: RequestInit }[] = [];
  const send = createSend(async (url, init) => {
    asked.push({ url: typeof url === "string" ? url : "", init: init ?? {} });
    if (response instanceof Error) throw response;
    return response;
  });
  return { send, asked };
}

test("an answer is read by its schema, with its version", async () => {
  const { send, asked } = sendOver(Response.json({ name: "a" }, { headers: { etag: '"e-1"' } }));
  expect(await send({ ...request, etag: '"e-0"', authorization: "Bearer t" })).toEqual({
    kind: "value",
    value: { name: "a" },
    etag: '"e-1"',
  });
  const headers = new Headers(asked[0]?.init.headers);
  expect(asked[0]?.url).toBe("/api/v1/thing");
  expect([headers.get("if-none-match"), headers.get("authorization")]).toEqual(['"e-0"', "Bearer t"]);
});

test("nothing new is told apart from an answer", async () => {
  expect(await sendOver(new Response(null, { status: 304 })).send(request)).toEqual({ kind: "unchanged" });
});

test("a problem keeps its status and words", async () => {
  const body = { type: "about:blank", title: "Gone", status: 404, requestId: "r" };
  const error = await sendOver(Response.json(body, { status: 404 }))
    .send(request)
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ProblemError);
  expect(error).toMatchObject({ status: 404, message: "Gone" });
});

test("a gateway's page is a problem of its status", async () => {
  const error = await sendOver(new Response("<html>", { status: 502 }))
    .send(request)
    .catch((caught: unknown) => caught);
  expect(error).toMatchObject({ name: "ProblemError", status: 502 });
});

test("an answer of another shape, or none at all in JSON, is refused", async () => {
  await expect(sendOver(Response.json({ name: 1 })).send(request)).rejects.toBeInstanceOf(BadAnswerError);
  await expect(sendOver(new Response("<html>")).send(request)).rejects.toBeInstanceOf(BadAnswerError);
});

test("no network is its own kind of error", async () => {
  await expect(sendOver(new TypeError("Failed to fetch")).send(request)).rejects.toBeInstanceOf(UnreachableError);
});
