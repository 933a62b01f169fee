import * as z from "zod/mini";
import { problem } from "../../wire/problem.js";
import type { Access, Route } from "../route.js";

type Json = Record<string, unknown>;

const SCHEMAS = "#/components/schemas/";
const PROBLEM_ANSWER = {
  description: "Problem (RFC 9457)",
  content: { "application/problem+json": { schema: { $ref: `${SCHEMAS}Problem` } } },
};

/** The OpenAPI 3.1 document of a table of routes: schemas come from the very objects that validate. */
export function openApiDocument(routes: readonly Route[], publicUrl: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method]: operation(route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "GoatedVIPs API",
      version: "1",
      description: "Money is a decimal text in USD, times are ISO 8601 UTC.",
    },
    servers: [{ url: `${publicUrl.replace(/\/$/, "")}/api/v1` }],
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "Access token of a session, or an API key `rk_live_…`.",
        },
        initData: { type: "apiKey", in: "header", name: "Authorization", description: "`tma <initData>`" },
      },
    },
  };
}

function operation(route: Route): Json {
  const body = route.input.body;
  return {
    operationId: operationId(route),
    tags: [route.group],
    summary: route.summary,
    parameters: [...parameters("path", route.input.params), ...parameters("query", route.input.query)],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: !body.safeParse({}).success,
            content: { "application/json": { schema: reference(body) } },
          },
        }),
    responses: {
      [route.status]: success(route),
      ...(hasEntityTag(route) ? { 304: { description: "You have it already." } } : {}),
      default: PROBLEM_ANSWER,
    },
    security: security(route.access),
    ...(route.access.kind === "admin" ? { "x-roles": route.access.roles } : {}),
  };
}

export function operationId(route: Pick<Route, "method" | "path">): string {
  return `${route.method}${route.path.replace(/[/:-]+(\w)/g, (_, letter: string) => letter.toUpperCase()).replace(/\W/g, "")}`;
}

function success(route: Route): Json {
  if (route.status === 204) return { description: "Done." };
  const schema = route.answer === undefined ? { type: "string" } : reference(route.answer);
  return { description: "Success", content: { [route.mediaType]: { schema } } };
}

function hasEntityTag(route: Route): boolean {
  return (route.group === "Standings" || route.group === "Results") && route.mediaType === "application/json";
}

function security(access: Access): Json[] {
  if (access.kind === "init-data") return [{ initData: [] }];
  return access.kind === "public" ? [{}, { bearer: [] }] : [{ bearer: [] }];
}

const objectSchema = z.looseObject({
  properties: z.optional(z.record(z.string(), z.looseObject({}))),
  required: z.optional(z.array(z.string())),
});

function parameters(place: "path" | "query", schema: z.ZodMiniType | undefined): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = objectSchema.parse(z.toJSONSchema(schema, { io: "input" }));
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
  }));
}

/** By name when the schema has one, so that the document says what is the same. */
function reference(schema: z.ZodMiniType): Json {
  const id = z.globalRegistry.get(schema)?.id;
  return id === undefined ? withoutDialect(z.toJSONSchema(schema)) : { $ref: SCHEMAS + id };
}

function componentSchemas(): Record<string, Json> {
  // Touching it keeps the import: an error is part of every operation.
  if (z.globalRegistry.get(problem) === undefined) throw new Error("the problem schema has lost its name");
  const { schemas } = z.toJSONSchema(z.globalRegistry, { uri: (id) => SCHEMAS + id });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutDialect(schema)]));
}

/** `$schema` and `$id` belong to stand-alone schemas, not to parts of a document. */
function withoutDialect(schema: Json): Json {
  const { $schema: _dialect, $id: _id, ...rest } = schema;
  return rest;
}
