import express from "express";
import { createServer, type Server } from "node:http";
import { Pool } from "pg";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { createRateLimits } from "../../api/http/rate-limits.js";
import { mountRoutes, problemHandler } from "../../api/mount.js";
import { openApiDocument } from "../../api/openapi/document.js";
import { PUBLIC, route } from "../../api/route.js";
import { ROUTES } from "../../api/routes/table.js";
import type { ApiServices } from "../../api/services.js";
import { Traffic } from "../../api/traffic.js";
import { createApiKey } from "../../core/access/api-keys.js";
import type { Role } from "../../wire/scalars.js";
import { recordingLog, startTestApi, type TestApi } from "../api/_api.js";
import { openCasino } from "../api/_casino.js";
import { fuzz, type Caller } from "./_fuzz.js";

const ROLES: Role[] = ["owner", "admin", "finance", "moderator"];
/** The session is asked for anew so often, because some requests end it. */
const SIGN_IN_EVERY = 8;

function person(api: TestApi, name: string, id: number): Caller {
  let asked = 0;
  let token = "";
  return {
    name,
    async authorization() {
      if (asked++ % SIGN_IN_EVERY === 0) token = (await api.signIn({ id })).accessToken;
      return `Bearer ${token}`;
    },
  };
}

async function everyKindOfCaller(api: TestApi): Promise<Caller[]> {
  for (const [at, role] of ROLES.entries()) await api.grant(100 + at, role);
  const keys = await Promise.all(
    (["admin", "read"] as const).map(async (scope) => ({
      name: `key with ${scope}`,
      header: `Bearer ${(await createApiKey(api.context, { name: scope, scopes: [scope] }, { actor: "cli" })).key}`,
    })),
  );
  return [
    { name: "anybody", authorization: async () => undefined },
    { name: "garbage", authorization: async () => "Bearer garbage" },
    person(api, "person", 110),
    ...ROLES.map((role, at) => person(api, role, 100 + at)),
    ...keys.map(({ name, header }) => ({ name, authorization: async () => header })),
  ];
}

test("no input brings an answer that is not in the document, whoever asks: no 5xx, no unknown status, field or type", async () => {
  await using api = await startTestApi({ realBoards: true });
  const callers = await everyKindOfCaller(api);
  const key = (await callers.at(-2)!.authorization())!.slice("Bearer ".length);
  await using casino = await openCasino(api, key, "acme");
  const now = api.clock.now().getTime();
  const race = await api.call<{ id: string }>("/admin/races", {
    method: "POST",
    token: key,
    body: {
      title: "Fuzzed",
      startsAt: new Date(now - 3_600_000).toISOString(),
      endsAt: new Date(now + 3_600_000).toISOString(),
      prizes: ["100.00", "50.00"],
    },
  });
  await casino.post(["U1", "U2"].map((player) => ({ player, amount: "12.34", at: new Date(now - 60_000) })));
  const report = await fuzz({
    url: api.url,
    document: openApiDocument(ROUTES, "http://race.example"),
    callers,
    known: [race.body.id, "acme", "acme:U1", "week", "current", "1", "2026-11-22T00:00:00.000Z"],
    forMs: 12_000,
    seed: 42,
  });
  expect(report.faults).toEqual([]);
  // Without successes the run would have met nothing but refusals.
  expect(report.statuses[200]).toBeGreaterThan(report.requests / 20);
  expect(report.requests).toBeGreaterThan(ROUTES.length * callers.length - 1);
});

test("a route that answers outside its schema, with another status or with 500 is found (control)", async () => {
  const wrong = (path: `/${string}`, handler: () => Promise<{ body: { count: number } }>) =>
    route({
      method: "get",
      path,
      access: PUBLIC,
      group: "Control",
      summary: "Wrong on purpose.",
      input: { query: z.object({ n: z.optional(z.string()) }) },
      answer: { status: 200, schema: z.object({ count: z.int() }) },
      handler,
    });
  const routes = [
    wrong("/extra", async () => ({ body: { count: 1, secret: "x" } })),
    wrong("/float", async () => ({ body: { count: 1.5 } })),
    wrong("/broken", async () => {
      throw new Error("not one of ours");
    }),
    { ...wrong("/created", async () => ({ body: { count: 1 } })), status: 201 },
  ];
  const documented = routes.map((one) => ({ ...one, status: 200 }));
  await using target = await serve(routes);
  const callers = [{ name: "anybody", authorization: async () => undefined }];
  const document = openApiDocument(documented, "http://race.example");
  const { faults } = await fuzz({ url: target.url, document, callers, known: [], forMs: 0, seed: 1 });
  expect(faults.map((fault) => fault.split(" by ")[0])).toEqual([
    "get /extra",
    "get /float",
    "get /broken",
    "get /created",
  ]);
});

async function serve(routes: Parameters<typeof mountRoutes>[1]): Promise<{ url: string } & AsyncDisposable> {
  const context = { log: recordingLog([]) };
  const services = {
    context,
    config: { trustProxy: 0 },
    limits: createRateLimits(new Pool()),
    traffic: new Traffic(),
  } as unknown as ApiServices;
  const app = express().use("/api/v1", mountRoutes(services, routes)).use(problemHandler(services));
  const server: Server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
