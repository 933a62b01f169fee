/** Schemas as the page says them: a type in words, with links to the named ones. All text comes out safe for HTML. */

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** Value at a path of an unknown JSON document; `undefined` where it ends early. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let here = value;
  for (const step of path) here = typeof here === "object" && here !== null ? Reflect.get(here, step) : undefined;
  return here;
}

/** Words mark code as people do in chats: `like this`. */
export function withCode(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}

/** What a part of the document says of itself, on a line of its own. */
export function meaning(part: unknown): string {
  const words = at(part, "description");
  return typeof words === "string" ? `<span class="why">${withCode(words)}</span>` : "";
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Such as `list of <a>Race</a>`, `integer, 1 to 200, default 50` or `"live", "final"`. */
export function typeInWords(schema: unknown): string {
  const reference = at(schema, "$ref");
  if (typeof reference === "string") {
    const name = reference.slice(reference.lastIndexOf("/") + 1);
    return `<a href="#schema-${escapeHtml(name)}">${escapeHtml(name)}</a>`;
  }
  const choices = list(at(schema, "anyOf"));
  if (choices.length > 0) return choices.map(typeInWords).join(" or ");
  const values = list(at(schema, "enum"));
  if (values.length > 0) return values.map((value) => escapeHtml(JSON.stringify(value))).join(", ");
  const type = at(schema, "type");
  if (type === "array") return `list of ${typeInWords(at(schema, "items"))}`;
  if (type === "object" && at(schema, "properties") === undefined)
    return `object of ${typeInWords(at(schema, "additionalProperties"))}`;
  if (type === "object") return fieldTable(schema);
  const names = (Array.isArray(type) ? type : [type]).filter((name) => typeof name === "string");
  return [names.length === 0 ? "anything" : names.join(" or "), ...boundsInWords(schema)].join(", ");
}

/** Fields of an object, one row each. */
function fieldTable(schema: unknown): string {
  const required = list(at(schema, "required"));
  const rows = Object.entries(at(schema, "properties") ?? {}).map(
    ([name, field]) =>
      `<tr><td><code>${escapeHtml(name)}</code>${required.includes(name) ? "" : " <i>optional</i>"}</td><td>${typeInWords(field)}${meaning(field)}</td></tr>`,
  );
  return `<table>${rows.join("")}</table>`;
}

/** Bounds that only repeat what a JavaScript number can hold are left out. */
function boundsInWords(schema: unknown): string[] {
  const words: string[] = [];
  const format = at(schema, "format");
  if (typeof format === "string") words.push(escapeHtml(format));
  const [low, high] = [at(schema, "minimum"), at(schema, "maximum")];
  if (typeof low === "number" && typeof high === "number" && high < Number.MAX_SAFE_INTEGER)
    words.push(`${low} to ${high}`);
  const [shortest, longest] = [at(schema, "minLength"), at(schema, "maxLength")];
  if (typeof longest === "number")
    words.push(`${typeof shortest === "number" ? shortest : 0} to ${longest} characters`);
  const pattern = at(schema, "pattern");
  if (typeof pattern === "string" && format === undefined) words.push(`<code>${escapeHtml(pattern)}</code>`);
  const fallback = at(schema, "default");
  if (fallback !== undefined) words.push(`default ${escapeHtml(JSON.stringify(fallback))}`);
  return words;
}
