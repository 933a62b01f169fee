import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROBLEMS } from "../../api/http/problem.js";
import { FIELD_WORDS } from "../../api/openapi/field-words.js";
import { PARAMETER_WORDS } from "../../api/openapi/parameter-words.js";
import { ROUTES } from "../../api/routes/table.js";
import { problem } from "../../wire/problem.js";
import { startTestApi, type TestApi } from "./_api.js";

interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  parameters: {
    name: string;
    in: string;
    required: boolean;
    description?: string;
    schema: Record<string, unknown>;
  }[];
  requestBody?: { content: Record<string, { schema: { $ref: string } }> };
  responses: Record<string, { content?: Record<string, { schema: Record<string, unknown> }> }>;
  security: unknown[];
}
interface Schema extends Record<string, unknown> {
  description?: string;
  properties?: Record<string, Schema>;
}
interface Document {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  tags: { name: string; description?: string }[];
  components: { schemas: Record<string, Schema>; responses: Record<string, Record<string, unknown>> };
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

  test("every reference leads somewhere", () => {
    const references = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? [];
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references) {
      const [, part, name = ""] = /#\/components\/(schemas|responses)\/(\w+)"/.exec(reference) ?? [];
      const parts = part === "responses" ? document.components.responses : document.components.schemas;
      expect([reference, name in parts]).toEqual([reference, true]);
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
      description: "Rows of a page, 1 to 200.",
      schema: { type: "integer", minimum: 1, maximum: 200, default: 50 },
    });
    expect(operation("/admin/races", "post").requestBody).toEqual({
      required: true,
      content: { "application/json": { schema: { $ref: "#/components/schemas/NewRace" } } },
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

describe("a reader who has never seen the project", () => {
  const operations = () => Object.values(document.paths).flatMap((methods) => Object.values(methods));

  test("finds each route in a sentence, under a heading that is explained, with who may call it", () => {
    const headings = new Map(document.tags.map(({ name, description }) => [name, description]));
    for (const one of operations()) {
      expect([one.operationId, one.summary.endsWith(".")]).toEqual([one.operationId, true]);
      expect([one.operationId, one.description]).toEqual([one.operationId, expect.stringMatching(/^For .+\.$/)]);
      expect([one.operationId, one.security.length > 0]).toEqual([one.operationId, true]);
      expect([one.operationId, one.tags.map((tag) => headings.get(tag))]).toEqual([
        one.operationId,
        [expect.any(String)],
      ]);
    }
  });

  test("finds words for every field and parameter, and there are no words for what is not there", () => {
    const used = new Set<string>();
    const walk = (value: unknown, place: string): void => {
      if (Array.isArray(value)) for (const one of value) walk(one, place);
      if (typeof value !== "object" || value === null || Array.isArray(value)) return;
      const { properties, ...rest } = value as Schema;
      for (const [name, field] of Object.entries(properties ?? {})) {
        const at = `${place}.${name}`;
        expect([at, field.description]).toEqual([at, expect.stringMatching(/^\S.*\S$/)]);
        used.add(at in FIELD_WORDS ? at : name);
        walk(field, at);
      }
      for (const [name, one] of Object.entries(rest)) if (name !== "example") walk(one, place);
    };
    for (const [name, schema] of Object.entries(document.components.schemas)) walk(schema, name);
    walk(document.paths, "");
    expect(Object.keys(FIELD_WORDS).filter((name) => !used.has(name))).toEqual([]);
    const parameters = operations().flatMap((one) => one.parameters);
    for (const { name, description } of parameters) expect([name, description]).toEqual([name, expect.any(String)]);
    const names = new Set(parameters.map(({ name }) => name));
    expect(Object.keys(PARAMETER_WORDS).filter((name) => !names.has(name))).toEqual([]);
  });

  test("finds what goes wrong, with an example of each error that is one", () => {
    for (const one of operations()) {
      const named = ["401", "429", ...(one.requestBody === undefined ? [] : ["400", "413", "415"])];
      expect([one.operationId, named.filter((status) => !(status in one.responses))]).toEqual([one.operationId, []]);
    }
    expect(Object.keys(document.components.responses)).toEqual([...PROBLEMS.keys()]);
    for (const answer of Object.values(document.components.responses)) {
      const { example } = (answer["content"] as Record<string, { example: unknown }>)["application/problem+json"]!;
      expect(problem.parse(example)).toEqual(example);
    }
  });

  test("is told of every field that a body may have: others are refused", () => {
    const bodies = operations().flatMap(({ operationId, requestBody }) => {
      const schema = requestBody?.content["application/json"]?.schema;
      const name = schema?.$ref?.split("/").at(-1) ?? "";
      return schema === undefined ? [] : [[operationId, document.components.schemas[name] ?? schema] as const];
    });
    expect(bodies.length).toBeGreaterThan(40);
    for (const [name, body] of bodies) expect([name, JSON.stringify(closed(body))]).toEqual([name, "[]"]);
  });
});

/** Objects of a body, or the choices of one, that take fields they do not name. */
function closed(schema: Schema): unknown[] {
  const choices = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(choices)) return choices.flatMap((choice: Schema) => closed(choice));
  return schema["type"] === "object" && schema["additionalProperties"] !== false
    ? [Object.keys(schema.properties ?? {})]
    : [];
}

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
