import { badRequest, emulatorRefusal } from "../errors.js";
import { apiSpec } from "../spec/api-spec.js";
import type { FieldSpec, MethodSpec, TypeTree } from "../spec/spec-types.js";
import { Call } from "./call.js";
import type { RawRequest, RawValue } from "./read-request.js";

/** What Telegram says when JSON in a parameter cannot be read. */
const JSON_REFUSALS: Readonly<Record<string, string>> = {
  reply_markup: "can't parse reply keyboard markup JSON object",
  entities: "can't parse entities JSON object",
  caption_entities: "can't parse entities JSON object",
  commands: "can't parse commands JSON object",
  scope: "can't parse BotCommandScope: BotCommandScope must be an Object",
  menu_button: "can't parse menu button: MenuButton must be an Object",
  results: "can't parse results JSON object",
  reply_parameters: "can't parse reply parameters JSON object",
};

/**
 * Decodes every field by its type in the spec: guessing would turn the text "123" into a number and "[x]" into an
 * array. Unknown and deprecated parameters, and unknown fields inside objects, are refused.
 *
 * @throws ApiError
 */
export function decodeCall(name: string, spec: MethodSpec, raw: RawRequest): Call {
  const params = new Map<string, unknown>();
  const attached = new Set<string>();
  for (const [param, value] of raw.values) {
    const field = spec.params[param];
    if (!field || field.deprecated) throw emulatorRefusal(`${name} has no parameter "${param}"`);
    const decoded = decodeTop(param, field, value);
    collectAttachments(decoded, attached);
    params.set(param, decoded);
  }
  for (const part of raw.files.keys()) {
    const isParam = spec.params[part] !== undefined;
    if (!isParam && !attached.has(part)) throw emulatorRefusal(`${name} has no parameter "${part}" for the file`);
    if (isParam && !params.has(part)) params.set(part, `attach://${part}`);
  }
  return new Call(name, params, raw.files);
}

function decodeTop(param: string, field: FieldSpec, raw: RawValue): unknown {
  const shape = topShape(field.type);
  switch (shape) {
    case "json":
      return validate(field.type, parseJson(param, raw), param);
    case "boolean":
      return decodeBoolean(raw);
    case "number":
      return decodeNumber(param, raw);
    case "numberOrText": {
      const text = decodeText(param, raw);
      return /^-?\d+$/.test(text) ? Number(text) : text;
    }
    case "text":
      return decodeText(param, raw);
    default:
      return shape satisfies never;
  }
}

type TopShape = "text" | "number" | "numberOrText" | "boolean" | "json";

function topShape(tree: TypeTree): TopShape {
  const parts = flatten(tree);
  if (parts.some((part) => typeof part === "object" && ("array" in part || "fields" in part))) return "json";
  const hasNumber = parts.some((part) => part === "number" || isLiteral(part, "number"));
  const hasText = parts.some((part) => part === "string" || part === "file" || isLiteral(part, "string"));
  if (hasNumber) return hasText ? "numberOrText" : "number";
  return hasText ? "text" : "boolean";
}

function isLiteral(part: TypeTree, type: "number" | "string"): boolean {
  return typeof part === "object" && "literal" in part && typeof part.literal === type;
}

/** The alternatives of a type, with names looked up. */
function flatten(tree: TypeTree): TypeTree[] {
  if (typeof tree === "object" && "union" in tree) return tree.union.flatMap(flatten);
  if (typeof tree === "object" && "ref" in tree) {
    const named = apiSpec.types[tree.ref];
    return named ? flatten(named) : [];
  }
  return [tree];
}

function parseJson(param: string, raw: RawValue): unknown {
  if (raw.from === "json") return raw.value;
  if (raw.text === "") return undefined;
  try {
    return JSON.parse(raw.text);
  } catch {
    throw badRequest(JSON_REFUSALS[param] ?? `can't parse ${param} JSON object`);
  }
}

function decodeText(param: string, raw: RawValue): string {
  if (raw.from === "text") return raw.text;
  const { value } = raw;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw emulatorRefusal(`parameter "${param}" must be a string`);
}

function decodeNumber(param: string, raw: RawValue): number {
  const value = raw.from === "text" ? Number(raw.text) : Number(raw.value);
  if (!Number.isFinite(value)) throw emulatorRefusal(`parameter "${param}" must be a number`);
  return value;
}

function decodeBoolean(raw: RawValue): boolean {
  const value = raw.from === "text" ? raw.text : raw.value;
  return typeof value === "string" ? ["true", "yes", "1"].includes(value.toLowerCase()) : Boolean(value);
}

/** Inside JSON, values must have the type of the spec and objects no field of their own invention. */
function validate(tree: TypeTree, value: unknown, path: string): unknown {
  const parts = flatten(tree);
  if (Array.isArray(value)) {
    const items = parts.flatMap((part) => (typeof part === "object" && "array" in part ? [part.array] : []));
    if (items.length === 0) throw emulatorRefusal(`"${path}" must not be an array`);
    return value.map((item: unknown, index) => validate({ union: items }, item, `${path}[${index}]`));
  }
  if (typeof value === "object" && value !== null) return validateObject(parts, value, path);
  const isFine = parts.some((part) => {
    if (typeof part === "object") return "literal" in part && typeof part.literal === typeof value;
    return part === typeof value || (part === "file" && typeof value === "string");
  });
  if (!isFine && value !== undefined) throw emulatorRefusal(`"${path}" must not be a ${typeof value}`);
  return value;
}

function validateObject(parts: TypeTree[], value: object, path: string): unknown {
  const shapes = parts.flatMap((part) => (typeof part === "object" && "fields" in part ? [part.fields] : []));
  if (shapes.length === 0) throw emulatorRefusal(`"${path}" must not be an object`);
  const fitting = shapes.filter((fields) => fitsLiterals(fields, value));
  const candidates = fitting.length > 0 ? fitting : shapes;
  const checked: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) {
    const types = candidates.flatMap((fields) => fields[name]?.type ?? []);
    if (types.length === 0) throw emulatorRefusal(`"${path}" has no field "${name}"`);
    checked[name] = validate({ union: types }, inner, `${path}.${name}`);
  }
  return checked;
}

/** `type: "photo"` and the like decide which member of a union is meant. */
function fitsLiterals(fields: Record<string, FieldSpec>, value: object): boolean {
  const given = new Map<string, unknown>(Object.entries(value));
  return Object.entries(fields).every(([name, field]) => {
    const literals = flatten(field.type).filter((part) => typeof part === "object" && "literal" in part);
    if (field.optional || literals.length === 0 || !given.has(name)) return true;
    return literals.some((part) => typeof part === "object" && "literal" in part && part.literal === given.get(name));
  });
}

function collectAttachments(value: unknown, found: Set<string>): void {
  if (typeof value === "string" && value.startsWith("attach://")) found.add(value.slice("attach://".length));
  else if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) collectAttachments(inner, found);
  }
}
