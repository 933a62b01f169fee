/**
 * Checks values against the schemas of the OpenAPI document, with as much of JSON Schema as zod writes. It is ours, so
 * that answers are held against the published text and not against the objects that made both.
 */
export type Json = Record<string, unknown>;

export class SchemaBook {
  readonly #named: Json;

  /** @param document the OpenAPI document */
  constructor(document: Json) {
    this.#named = asObject(asObject(document["components"])["schemas"]);
  }

  /** The schema itself, or the one it refers to. */
  resolve(schema: unknown): Json {
    const found = asObject(schema);
    const reference = found["$ref"];
    if (typeof reference !== "string") return found;
    const named = this.#named[reference.slice(reference.lastIndexOf("/") + 1)];
    if (named === undefined) throw new Error(`nothing is at ${reference}`);
    return this.resolve(named);
  }

  /** What is wrong with a value, one line each; empty when it fits. */
  faults(given: unknown, value: unknown, path = "$"): string[] {
    const schema = this.resolve(given);
    const choices = schema["anyOf"] ?? schema["oneOf"];
    if (Array.isArray(choices)) {
      const each = choices.map((choice) => this.faults(choice, value, path));
      return each.some((faults) => faults.length === 0) ? [] : [`${path} fits no choice: ${each.flat().join("; ")}`];
    }
    if ("const" in schema) return schema["const"] === value ? [] : [`${path} is not ${String(schema["const"])}`];
    const options = schema["enum"];
    if (Array.isArray(options)) return options.includes(value) ? [] : [`${path} is ${JSON.stringify(value)}`];
    return this.#faultsOfType(schema, value, path);
  }

  #faultsOfType(schema: Json, value: unknown, path: string): string[] {
    const type = schema["type"];
    if (type === undefined) return [];
    if (Array.isArray(type))
      return this.faults({ anyOf: type.map((one: unknown) => ({ ...schema, type: one })) }, value, path);
    if (type === "object") return this.#faultsOfObject(schema, value, path);
    if (type === "array") {
      if (!Array.isArray(value)) return [`${path} is no list`];
      return value.flatMap((item: unknown, at) => this.faults(schema["items"] ?? {}, item, `${path}[${at}]`));
    }
    if (type === "null") return value === null ? [] : [`${path} is not null`];
    if (type === "boolean") return typeof value === "boolean" ? [] : [`${path} is no boolean`];
    if (type === "string")
      return typeof value === "string" ? faultsOfText(schema, value, path) : [`${path} is no text`];
    if (typeof value !== "number" || (type === "integer" && !Number.isInteger(value))) return [`${path} is no number`];
    const [low, high] = [schema["minimum"] ?? -Infinity, schema["maximum"] ?? Infinity];
    return value >= Number(low) && value <= Number(high) ? [] : [`${path} is out of bounds`];
  }

  #faultsOfObject(schema: Json, value: unknown, path: string): string[] {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${path} is no object`];
    const properties = asObject(schema["properties"] ?? {});
    const more = schema["additionalProperties"];
    const required: unknown[] = Array.isArray(schema["required"]) ? schema["required"] : [];
    const missing = required.filter((name) => !(String(name) in value));
    return [
      ...missing.map((name) => `${path}.${String(name)} is missing`),
      ...Object.entries(value).flatMap(([name, field]) => {
        if (name in properties) return this.faults(properties[name], field, `${path}.${name}`);
        if (more === false) return [`${path}.${name} is not in the document`];
        return typeof more === "object" ? this.faults(more, field, `${path}.${name}`) : [];
      }),
    ];
  }
}

function faultsOfText(schema: Json, value: string, path: string): string[] {
  const { pattern, minLength, maxLength } = schema;
  if (typeof pattern === "string" && !new RegExp(pattern, "u").test(value))
    return [`${path} is ${JSON.stringify(value)}`];
  if (value.length < Number(minLength ?? 0) || value.length > Number(maxLength ?? Infinity))
    return [`${path} has ${value.length} characters`];
  return [];
}

export function asObject(value: unknown): Json {
  if (typeof value !== "object" || value === null) throw new TypeError(`expected an object, got ${String(value)}`);
  return value as Json;
}
