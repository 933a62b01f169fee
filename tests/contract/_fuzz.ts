import fc from "fast-check";
import { arbitraryOf, placeOf } from "./_arbitrary.js";
import { asObject, SchemaBook, type Json } from "./_json-schema.js";

export interface Caller {
  name: string;
  /** Of a request's `Authorization`; asked anew for each request, because requests end sessions too. */
  authorization(): Promise<string | undefined>;
}

export interface FuzzTarget {
  url: string;
  document: Json;
  callers: readonly Caller[];
  /** Ids and names that exist. */
  known: readonly string[];
  /** The first run of all operations by all callers is always whole. */
  forMs: number;
  seed: number;
}

export interface FuzzReport {
  requests: number;
  /** How often each status came. */
  statuses: Record<string, number>;
  /** Answers that are not in the document, with what brought them. */
  faults: string[];
}

interface Operation {
  method: string;
  path: string;
  operation: Json;
}

/** Asks every operation of a document as every caller, again and again with other inputs, until the time is over. */
export async function fuzz(target: FuzzTarget): Promise<FuzzReport> {
  const book = new SchemaBook(target.document);
  const operations = Object.entries(asObject(target.document["paths"])).flatMap(([path, methods]) =>
    Object.entries(asObject(methods)).map(([method, operation]) => ({ method, path, operation: asObject(operation) })),
  );
  const report: FuzzReport = { requests: 0, statuses: {}, faults: [] };
  const deadline = performance.now() + target.forMs;
  for (let round = 0; round === 0 || performance.now() < deadline; round++) {
    for (const [at, operation] of operations.entries()) {
      const inputs = fc.sample(inputOf(book, operation, target.known), {
        numRuns: target.callers.length,
        seed: target.seed + round * 1_000 + at,
      });
      await Promise.all(
        target.callers.map((caller, nth) => ask(target, book, operation, caller, inputs[nth]!, report)),
      );
      if (round > 0 && performance.now() > deadline) break;
    }
  }
  return report;
}

interface Input {
  path: string;
  body: string | undefined;
}

function inputOf(book: SchemaBook, { path, operation }: Operation, known: readonly string[]): fc.Arbitrary<Input> {
  const parameters = (operation["parameters"] ?? []) as Json[];
  const places = Object.fromEntries(
    parameters
      .filter((one) => one["in"] === "path")
      .map((one) => [String(one["name"]), placeOf(book, one["schema"], known)]),
  );
  const query = Object.fromEntries(
    parameters
      .filter((one) => one["in"] === "query")
      .map((one) => [String(one["name"]), placeOf(book, one["schema"], known)]),
  );
  const content = (operation["requestBody"] as Json | undefined)?.["content"] as Record<string, Json> | undefined;
  const schema = content?.["application/json"]?.["schema"];
  const body =
    schema === undefined
      ? fc.constant(undefined)
      : fc.oneof(
          { weight: 9, arbitrary: arbitraryOf(book, schema).map((value) => JSON.stringify(value)) },
          { weight: 1, arbitrary: fc.constantFrom("", "{", "[[[[", '{"a":1}x', '"text"') },
        );
  return fc.tuple(fc.record(places), fc.record(query, { requiredKeys: [] }), body).map(([inPath, inQuery, given]) => {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => pathPart(inPath[name] ?? ""));
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(inQuery)) if (value !== undefined) search.set(name, wellFormed(value));
    return { path: `${filled}${search.size === 0 ? "" : `?${search.toString()}`}`, body: given };
  });
}

/** Empty parts and dots would ask for another path. */
function pathPart(text: string): string {
  return /^\.{0,2}$/.test(text) ? "nothing" : encodeURIComponent(wellFormed(text));
}

/** A lone surrogate cannot be sent in a URL. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

async function ask(
  target: FuzzTarget,
  book: SchemaBook,
  { method, path, operation }: Operation,
  caller: Caller,
  input: Input,
  report: FuzzReport,
): Promise<void> {
  const authorization = await caller.authorization();
  const stop = new AbortController();
  const response = await fetch(`${target.url}/api/v1${input.path}`, {
    method: method.toUpperCase(),
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(input.body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(input.body === undefined ? {} : { body: input.body }),
    signal: stop.signal,
  });
  const type = response.headers.get("content-type")?.split(";")[0] ?? "";
  const isEndless = type === "text/event-stream";
  const text = isEndless ? "" : await response.text();
  if (isEndless) stop.abort();
  report.requests += 1;
  report.statuses[response.status] = (report.statuses[response.status] ?? 0) + 1;
  const faults = faultsOf(
    book,
    declaredAnswer(target.document, operation, response.status),
    response.status,
    type,
    text,
  );
  for (const fault of faults)
    report.faults.push(
      `${method} ${path} by ${caller.name}: ${fault} <- ${input.path} ${input.body ?? ""}`.slice(0, 600),
    );
}

function declaredAnswer(document: Json, operation: Json, status: number): Json | undefined {
  const responses = asObject(operation["responses"]);
  const declared = responses[String(status)] ?? (status >= 400 ? responses["default"] : undefined);
  if (declared === undefined) return undefined;
  const reference = asObject(declared)["$ref"];
  if (typeof reference !== "string") return asObject(declared);
  const shared = asObject(asObject(document["components"])["responses"]);
  return asObject(shared[reference.slice(reference.lastIndexOf("/") + 1)]);
}

function faultsOf(book: SchemaBook, declared: Json | undefined, status: number, type: string, text: string): string[] {
  if (status >= 500) return [`status ${status}: ${text}`];
  if (declared === undefined) return [`status ${status} is not in the document`];
  const content = declared["content"] as Record<string, Json> | undefined;
  if (content === undefined) return text === "" ? [] : [`status ${status} has a body`];
  const schema = content[type]?.["schema"];
  if (schema === undefined) return [`type ${type} is not in the document`];
  if (!type.endsWith("json")) return [];
  return book.faults(schema, JSON.parse(text));
}
