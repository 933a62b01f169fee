import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROUTES } from "../../api/routes/table.js";
import { startTestApi, type TestApi } from "./_api.js";

interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required: boolean; schema: Record<string, unknown> }[];
  requestBody?: { content: Record<string, { schema: { $ref: string } }> };
  responses: Record<string, { content?: Record<string, { schema: Record<string, unknown> }> }>;
  security: unknown[];
}
interface Document {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Record<string, unknown>> };
}

let api: TestApi;
let document: Document;
beforeAll(async () => {
  api = await startTestApi();
  document = (await api.call<Document>("/openapi.json")).body;
});
afterAll(() => api[Symbol.asyncDispose]());

function operation(path: string, method: string): Operation {
  return document.paths[path]![method]!;
}

describe("OpenAPI document", () => {
  test("is 3.1 and has every route of the table, and no other", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(document.servers).toEqual([{ url: "http://race.example/api/v1" }]);
    const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(new Set(listed)).toEqual(
      new Set(ROUTES.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`)),
    );
  });

  test("every reference leads to a schema", () => {
    const references = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? [];
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references) {
      const name = /#\/components\/schemas\/(\w+)/.exec(reference)?.[1];
      expect([reference, name !== undefined && name in document.components.schemas]).toEqual([reference, true]);
    }
  });

  test("operation ids are unique, path parameters are all declared and required", () => {
    const ids = ROUTES.map(({ method, path }) => operation(path.replace(/:(\w+)/g, "{$1}"), method).operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [path, methods] of Object.entries(document.paths))
      for (const one of Object.values(methods)) {
        const declared = one.parameters
          .filter((parameter) => parameter.in === "path" && parameter.required)
          .map(({ name }) => name);
        expect([path, declared]).toEqual([path, [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)]);
      }
  });

  test("says what the schemas say", () => {
    const list = operation("/races", "get");
    expect(list.parameters.find(({ name }) => name === "limit")).toEqual({
      name: "limit",
      in: "query",
      required: false,
      schema: { type: "integer", minimum: 1, maximum: 200, default: 50 },
    });
    expect(operation("/admin/races", "post").requestBody).toEqual({
      required: true,
      content: { "application/json": { schema: { $ref: "#/components/schemas/CreateRace" } } },
    });
    expect(operation("/races/{id}/standings", "get").responses["200"]).toMatchObject({
      content: { "application/json": { schema: { $ref: "#/components/schemas/Standings" } } },
    });
    expect(operation("/races/{id}/standings", "get").responses["304"]).toBeDefined();
    expect(operation("/auth/logout", "post").responses["204"]!.content).toBeUndefined();
    expect(document.components.schemas["CreateRace"]).toMatchObject({
      additionalProperties: false,
      required: ["title", "startsAt", "endsAt", "prizes"],
    });
    expect(operation("/me", "get").security).toEqual([{ bearer: [] }]);
    for (const schema of Object.values(document.components.schemas)) expect(schema).not.toHaveProperty("$id");
  });
});

describe("documentation page", () => {
  test("lists every route and schema, and loads nothing from anywhere", async () => {
    const page = await api.call("/docs");
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    for (const { path } of ROUTES) expect(page.text).toContain(`<code>${path}</code>`);
    for (const name of Object.keys(document.components.schemas)) expect(page.text).toContain(`id="schema-${name}"`);
    expect(page.text).not.toMatch(/<script|src=|@import|url\(|https?:\/\/(?!race\.example)/);
    expect(page.headers.get("content-security-policy")).toMatch(/style-src 'sha256-[A-Za-z0-9+/=]+'/);
  });
});
