import * as z from "zod/mini";
import { problem } from "../../wire/problem.js";
import { PROBLEMS } from "../http/problem.js";
import type { Access, Route } from "../route.js";
import { FIELD_WORDS } from "./field-words.js";
import { GROUP_WORDS } from "./group-words.js";
import { PARAMETER_WORDS } from "./parameter-words.js";
import { problemAnswers, problemsOf } from "./problem-answers.js";

type Json = Record<string, unknown>;

const SCHEMAS = "#/components/schemas/";
const ANSWERS = "#/components/responses/";
const PROBLEM_ANSWER = {
  description: "Any other error (RFC 9457).",
  content: { "application/problem+json": { schema: { $ref: `${SCHEMAS}Problem` } } },
};

const ABOUT = `Boards, races, results and administration. Money is a decimal text in USD, times are ISO 8601 UTC, ids are opaque.
Sessions and scripts send \`Authorization: Bearer <access token or API key>\`. Lists go on with \`nextCursor\`. Boards carry an
\`ETag\`; a 304 says that the rows are the same, and nothing of their age. Errors are RFC 9457 problems; what they have in common
is in \`components.responses\`.`;

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
      description: ABOUT.replaceAll("\n", " "),
    },
    servers: [{ url: `${publicUrl.replace(/\/$/, "")}/api/v1` }],
    tags: [...new Set(routes.map(({ group }) => group))].map((name) => ({ name, description: GROUP_WORDS[name] })),
    paths,
    components: {
      schemas: componentSchemas(),
      responses: problemAnswers(`${SCHEMAS}Problem`),
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
    description: `For ${who(route.access)}.`,
    parameters: [...parameters("path", route.input.params, route.path), ...parameters("query", route.input.query)],
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
      ...(hasEntityTag(route) ? { 304: { description: "The version that `If-None-Match` names is the newest." } } : {}),
      ...Object.fromEntries(problemsOf(route).map((code) => [PROBLEMS.get(code)?.status, { $ref: ANSWERS + code }])),
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
  const headers = hasEntityTag(route) ? { headers: { ETag: ENTITY_TAG } } : {};
  return { description: "Success", ...headers, content: { [route.mediaType]: { schema } } };
}

const ENTITY_TAG = { description: '`"epoch-version"`, for `If-None-Match`.', schema: { type: "string" } };

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

function parameters(place: "path" | "query", schema: z.ZodMiniType | undefined, path = ""): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = objectSchema.parse(z.toJSONSchema(schema, { io: "input" }));
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    description: name === "id" ? idWords(path) : PARAMETER_WORDS[name],
    schema: property,
  }));
}

/** `/admin/dead-letters/:id/replay` is about one of the dead letters. */
function idWords(path: string): string {
  const things = /([\w-]+)\/:id/.exec(path)?.[1]?.replaceAll("-", " ");
  return `Id of one of the ${things}, as lists and answers give it.`;
}

/** In words, who may call. */
export function who(access: Access): string {
  if (access.kind === "admin") return `${access.roles.join(", ")}, or an API key with the scope admin`;
  return { public: "anyone", "init-data": "who has Telegram's launch data", session: "who is signed in" }[access.kind];
}

/** By name when the schema has one, so that the document says what is the same. */
function reference(schema: z.ZodMiniType): Json {
  const id = z.globalRegistry.get(schema)?.id;
  return id === undefined ? inWords(withoutDialect(z.toJSONSchema(schema)), "") : { $ref: SCHEMAS + id };
}

function componentSchemas(): Record<string, Json> {
  // Touching it keeps the import: an error is part of every operation.
  if (z.globalRegistry.get(problem) === undefined) throw new Error("the problem schema has lost its name");
  const { schemas } = z.toJSONSchema(z.globalRegistry, { uri: (id) => SCHEMAS + id });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, inWords(withoutDialect(schema), id)]));
}

const anyJson = z.looseObject({});

/** Adds to each field what it means. @param place the schema's name, and the fields that led here */
function inWords(schema: Json, place: string): Json {
  const inner = (part: unknown) => {
    const object = anyJson.safeParse(part);
    return object.success ? inWords(object.data, place) : part;
  };
  const words: Json = { ...schema };
  for (const name of ["items", "additionalProperties"]) if (name in schema) words[name] = inner(schema[name]);
  for (const name of ["anyOf", "oneOf", "allOf"]) {
    const choices = schema[name];
    if (Array.isArray(choices)) words[name] = choices.map(inner);
  }
  const { properties } = objectSchema.parse(schema);
  if (properties === undefined) return words;
  const fields = Object.entries(properties).map(([name, field]) => {
    const at = `${place}.${name}`;
    return [name, { description: FIELD_WORDS[at] ?? FIELD_WORDS[name], ...inWords(field, at) }] as const;
  });
  return { ...words, properties: Object.fromEntries(fields) };
}

/** `$schema` and `$id` belong to stand-alone schemas, not to parts of a document. */
function withoutDialect(schema: Json): Json {
  const { $schema: _dialect, $id: _id, ...rest } = schema;
  return rest;
}
