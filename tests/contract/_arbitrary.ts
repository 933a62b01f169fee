import fc from "fast-check";
import type { Json, SchemaBook } from "./_json-schema.js";

/** Texts that break parsers, queries and pages. */
const NASTY = [
  "",
  " ",
  "0",
  "-1",
  "1e400",
  "NaN",
  "null",
  "' or 1=1 --",
  "%00",
  "\u0000",
  "../../etc/passwd",
  "<img src=x>",
  "\u202Eevil",
  "💥".repeat(40),
  "__proto__",
  "9007199254740993",
  "2026-02-30T25:61:00Z",
  "x".repeat(3_000),
];

const anyText = fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 40, unit: "grapheme" }));
const anyJson = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 2 ** 60, [], {}),
  anyText,
  fc.jsonValue({ maxDepth: 2 }),
);

/** Values of a schema, most of them as they should be, every eighth part something else. */
export function arbitraryOf(book: SchemaBook, given: unknown): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 7, arbitrary: fitting(book, book.resolve(given)) }, { weight: 1, arbitrary: anyJson });
}

function fitting(book: SchemaBook, schema: Json): fc.Arbitrary<unknown> {
  const choices = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(choices)) return fc.oneof(...choices.map((choice) => arbitraryOf(book, choice)));
  if ("const" in schema) return fc.constant(schema["const"]);
  if (Array.isArray(schema["enum"])) return fc.constantFrom<unknown>(...schema["enum"]);
  switch (schema["type"]) {
    case "object":
      return fittingObject(book, schema);
    case "array":
      return fc.array(arbitraryOf(book, schema["items"] ?? {}), {
        minLength: Number(schema["minItems"] ?? 0),
        maxLength: Math.min(5, Number(schema["maxItems"] ?? 5)),
      });
    case "string":
      return fittingText(schema);
    case "integer":
    case "number":
      return fc.integer({
        min: Math.max(-1_000, Number(schema["minimum"] ?? -1_000)),
        max: Math.min(1_000_000, Number(schema["maximum"] ?? 1_000_000)),
      });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      return anyJson;
  }
}

function fittingObject(book: SchemaBook, schema: Json): fc.Arbitrary<unknown> {
  const properties = (schema["properties"] ?? {}) as Json;
  const required = (schema["required"] ?? []) as string[];
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, arbitraryOf(book, field)]),
  );
  const whole = fc.record(fields, { requiredKeys: required });
  const withMore = fc.tuple(whole, anyText, anyJson).map(([object, name, more]) => ({ ...object, [name]: more }));
  return fc.oneof({ weight: 9, arbitrary: whole }, { weight: 1, arbitrary: withMore });
}

function fittingText(schema: Json): fc.Arbitrary<string> {
  const { pattern, format, minLength, maxLength } = schema;
  if (format === "uuid") return fc.uuid();
  if (format === "date-time")
    return fc
      .date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true })
      .map((at) => at.toISOString());
  if (typeof pattern === "string") return fc.stringMatching(new RegExp(pattern, "u"));
  return fc.string({
    minLength: Number(minLength ?? 0),
    maxLength: Math.min(60, Number(maxLength ?? 60)),
    unit: "grapheme",
  });
}

/** What may stand in a place of a path or query: its schema's texts, things that exist, and nonsense. */
export function placeOf(book: SchemaBook, schema: unknown, known: readonly string[]): fc.Arbitrary<string> {
  const fits = fitting(book, book.resolve(schema)).map(String);
  return fc.oneof(
    { weight: 3, arbitrary: fits },
    { weight: 3, arbitrary: fc.constantFrom("", ...known) },
    { weight: 1, arbitrary: anyText },
  );
}
