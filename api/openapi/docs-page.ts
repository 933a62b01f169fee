import { createHash } from "node:crypto";
import type { Access, Route } from "../route.js";
import { PROBLEMS } from "../http/problem.js";
import { operationId } from "./document.js";
import { at, escapeHtml, typeInWords } from "./schema-words.js";

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { margin: 0 0 .25rem; } h2 { margin: 2.5rem 0 .5rem; border-bottom: 1px solid #8886; }
details { margin: .5rem 0; border: 1px solid #8884; border-radius: .5rem; padding: .5rem .75rem; }
summary { cursor: pointer; } summary small { display: block; opacity: .75; margin-left: 1rem; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
.method { display: inline-block; min-width: 4.2em; font-weight: 600; }
.who { float: right; font-size: .8rem; opacity: .8; }
table { border-collapse: collapse; margin: .5rem 0; } td, th { text-align: left; padding: .2rem .8rem .2rem 0; vertical-align: top; }
th { font-weight: 500; } td { overflow-wrap: anywhere; }
`;

/** What the Content-Security-Policy of the page must allow. */
export const DOCS_STYLE_HASH = `sha256-${createHash("sha256").update(STYLE).digest("base64")}`;

/** A page to read, made of the same table and document; it loads nothing from anywhere. */
export function docsPage(routes: readonly Route[], document: Record<string, unknown>): string {
  const groups = [...new Set(routes.map((route) => route.group))];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>GoatedVIPs API</title><style>${STYLE}</style></head><body>
<h1>GoatedVIPs API</h1>
<p>Everything below is under <code>/api/v1</code>. The same for machines: <a href="openapi.json">openapi.json</a>.
Sessions and scripts send <code>Authorization: Bearer &lt;access token or API key&gt;</code>.
Money is a decimal text in USD, times are ISO 8601 UTC. The live feed is <code>/live</code>, sub-protocol <code>race.v1</code>.</p>
${groups
  .map((group) =>
    section(
      group,
      routes.filter((route) => route.group === group),
      document,
    ),
  )
  .join("\n")}
<h2>Errors</h2><p>RFC 9457 <code>application/problem+json</code>; the type ends in one of these.</p>
<table>${[...PROBLEMS].map(([code, { status, title }]) => `<tr id="${code}"><td>${status}</td><td><code>${code}</code></td><td>${escapeHtml(title)}</td></tr>`).join("")}</table>
<h2>Schemas</h2>
${schemas(document)}
</body></html>
`;
}

function section(group: string, routes: readonly Route[], document: Record<string, unknown>): string {
  return `<h2>${escapeHtml(group)}</h2>\n${routes.map((route) => entry(route, document)).join("\n")}`;
}

function entry(route: Route, document: Record<string, unknown>): string {
  const operation = at(document, "paths", route.path.replace(/:(\w+)/g, "{$1}"), route.method);
  const body = at(operation, "requestBody", "content", "application/json", "schema");
  const rows = [
    ...parameterRows(at(operation, "parameters")),
    ...(body === undefined ? [] : [row("body", typeInWords(body))]),
    row(`answers ${route.status}`, answerInWords(route, operation)),
  ];
  return `<details id="${operationId(route)}"><summary><span class="who">${who(route.access)}</span><span class="method">${route.method.toUpperCase()}</span> <code>${escapeHtml(route.path)}</code> <small>${withCode(route.summary)}</small></summary>
<table>${rows.join("")}</table></details>`;
}

function row(name: string, words: string): string {
  return `<tr><th>${name}</th><td>${words}</td></tr>`;
}

function parameterRows(parameters: unknown): string[] {
  if (!Array.isArray(parameters)) return [];
  return parameters.map((parameter: unknown) =>
    row(
      `<code>${escapeHtml(String(at(parameter, "name")))}</code> in ${escapeHtml(String(at(parameter, "in")))}`,
      typeInWords(at(parameter, "schema")),
    ),
  );
}

function answerInWords(route: Route, operation: unknown): string {
  if (route.status === 204) return "nothing";
  if (route.mediaType !== "application/json") return `<code>${route.mediaType}</code>`;
  return typeInWords(at(operation, "responses", route.status, "content", route.mediaType, "schema"));
}

/** Summaries mark code as people do in chats: `like this`. */
function withCode(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}

function schemas(document: Record<string, unknown>): string {
  return Object.entries(at(document, "components", "schemas") ?? {})
    .map(
      ([name, schema]) =>
        `<details open id="schema-${name}"><summary><code>${name}</code></summary>${typeInWords(schema)}</details>`,
    )
    .join("\n");
}

function who(access: Access): string {
  if (access.kind === "admin") return `${access.roles.join(", ")}, or API key with scope admin`;
  return { public: "anyone", "init-data": "Telegram launch data", session: "signed in" }[access.kind];
}
