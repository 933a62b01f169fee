import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Schema = Record<string, unknown> & {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  enum?: unknown[];
  pattern?: string;
  minimum?: number;
  $ref?: string;
  $defs?: Record<string, Schema>;
};

const KNOWN = new Set(
  "$schema $id title description $defs type properties required additionalProperties items anyOf enum const pattern minimum $ref".split(
    " ",
  ),
);

/** The part of JSON Schema that our schema uses; any other keyword is a fault of the schema. */
function faults(root: Schema, schema: Schema, value: unknown, path: string): string[] {
  const unknown = Object.keys(schema).filter((key) => !KNOWN.has(key));
  if (unknown.length > 0) return [`${path}: keyword ${unknown.join()}`];
  const target = schema.$ref === undefined ? undefined : root.$defs![schema.$ref.replace("#/$defs/", "")];
  const found = target === undefined ? [] : faults(root, target, value, path);
  if (schema.anyOf !== undefined && !schema.anyOf.some((one) => faults(root, one, value, path).length === 0))
    found.push(`${path}: none fits`);
  if ("const" in schema && value !== schema["const"]) found.push(`${path}: constant`);
  if (schema.enum !== undefined && !schema.enum.includes(value)) found.push(`${path}: not one of them`);
  if (schema.pattern !== undefined && !(typeof value === "string" && new RegExp(schema.pattern).test(value)))
    found.push(`${path}: pattern`);
  if (schema.minimum !== undefined && !(Number(value) >= schema.minimum)) found.push(`${path}: too small`);
  if (schema.type !== undefined && typeOf(value) !== schema.type) return [...found, `${path}: is no ${schema.type}`];
  if (Array.isArray(value))
    return [...found, ...value.flatMap((item, at) => faults(root, schema.items ?? {}, item, `${path}[${at}]`))];
  if (schema.type !== "object") return found;
  const members = value as Record<string, unknown>;
  found.push(...(schema.required ?? []).filter((key) => !(key in members)).map((key) => `${path}.${key}: missing`));
  for (const [key, member] of Object.entries(members)) {
    const rest = schema.additionalProperties;
    const own = schema.properties?.[key] ?? (typeof rest === "object" ? rest : undefined);
    found.push(...(own === undefined ? [`${path}.${key}: unknown`] : faults(root, own, member, `${path}.${key}`)));
  }
  return found;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "number" && Number.isInteger(value) ? "integer" : typeof value;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8"));
}

const schema = read("result-v1.schema.json") as Schema;

describe("the schema of result documents", () => {
  it("takes the published example and its receipt", () => {
    expect(faults(schema, schema, read("result-v1.example.jcs"), "document")).toEqual([]);
    expect(faults(schema, schema.$defs!["receipt"]!, read("result-v1.example-receipt.json"), "receipt")).toEqual([]);
  });

  it("refuses members it does not know, missing ones and other forms (control)", () => {
    const document = read("result-v1.example.jcs") as Record<string, unknown>;
    const { seal: _seal, ...without } = document;
    expect(faults(schema, schema, without, "document")).toEqual(["document.seal: missing"]);
    expect(faults(schema, schema, { ...document, more: 1 }, "document")).toEqual(["document.more: unknown"]);
    expect(faults(schema, schema, { ...document, pool: 190.01 }, "document")).not.toEqual([]);
    const rules = document["rules"] as object;
    const claiming = { ...document, rules: { ...rules, claimDays: 7, unclaimed: "roll_over" } };
    expect(faults(schema, schema, claiming, "document")).toEqual([]);
    const said = { ...document, rules: { ...rules, claimDays: 30, unclaimed: "return" } };
    expect(faults(schema, schema, said, "document")).toHaveLength(2);
    expect(faults(schema, schema, { ...document, previous: {} }, "document")).toEqual(["document.previous: none fits"]);
  });
});
