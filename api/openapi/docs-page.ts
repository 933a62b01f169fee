import { createHash } from "node:crypto";
import type { Route } from "../route.js";
import { PROBLEMS } from "../http/problem.js";
import { operationId, who } from "./document.js";
import { GROUP_WORDS } from "./group-words.js";
import { problemsOf } from "./problem-answers.js";
import { at, escapeHtml, meaning, typeInWords, withCode } from "./schema-words.js";

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif;
  --ink: light-dark(#1b1f24, #e6e8eb); --soft: light-dark(#59636e, #9aa4b0); --line: light-dark(#d5dae0, #333a43);
  --page: light-dark(#f6f7f9, #14171b); --card: light-dark(#fff, #1c2026); --mark: light-dark(#0b62c4, #7ab8ff);
  --get: light-dark(#0b62c4, #7ab8ff); --post: light-dark(#177245, #6fd39b); --patch: light-dark(#8a5a00, #e8b964); --delete: light-dark(#b3261e, #ff8f86); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); }
a { color: var(--mark); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px; border-radius: .25rem; }
header, nav, main { padding: 0 1rem; }
header { padding-block: 2rem 1rem; max-width: 72rem; margin: 0 auto; }
h1 { margin: 0 0 .5rem; font-size: 1.75rem; line-height: 1.2; } header p { margin: .25rem 0; max-width: 46rem; color: var(--soft); }
nav ul { display: flex; flex-wrap: wrap; gap: .35rem; margin: .5rem 0; padding: 0; list-style: none; }
nav a { display: block; padding: .25rem .7rem; border: 1px solid var(--line); border-radius: 1rem; font-size: .875rem; text-decoration: none; background: var(--card); }
main { padding-bottom: 4rem; min-width: 0; }
h2 { margin: 2.25rem 0 .75rem; font-size: 1.125rem; } section { scroll-margin-top: 1rem; }
details { margin: .5rem 0; border: 1px solid var(--line); border-radius: .6rem; background: var(--card); scroll-margin-top: 1rem; }
details:target { border-color: var(--mark); }
summary { display: grid; grid-template-columns: 4.5rem 1fr; gap: .1rem .75rem; align-items: baseline; padding: .6rem .9rem; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary > * { grid-column: 2; min-width: 0; } summary > .method { grid-column: 1; } .schema > summary { display: block; font-weight: 600; }
details[open] > summary { border-bottom: 1px solid var(--line); }
.what, .who { font-size: .875rem; color: var(--soft); } .who { font-size: .8125rem; }
.method { font: 600 .8125rem/1.6 ui-monospace, monospace; } .get { color: var(--get); } .post { color: var(--post); } .patch { color: var(--patch); } .delete { color: var(--delete); }
.why { display: block; margin: 0; font-size: .875rem; color: var(--soft); } pre { margin: .5rem 0 0; font: .8125rem/1.5 ui-monospace, monospace; overflow-x: auto; }
code { font: .875em ui-monospace, monospace; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; } .body { padding: .4rem .9rem .7rem; }
td, th { text-align: left; padding: .35rem .9rem .35rem 0; vertical-align: top; overflow-wrap: anywhere; } th { font-weight: 500; width: 11rem; }
tr + tr > * { border-top: 1px solid var(--line); } td:last-child { padding-right: 0; } i { color: var(--soft); font-size: .875em; }
@media (max-width: 40rem) { summary { grid-template-columns: 1fr; } summary > *, summary > .method { grid-column: 1; } th { width: 7rem; } }
@media (min-width: 64rem) {
  .columns { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: 1rem; max-width: 72rem; margin: 0 auto; }
  nav { position: sticky; top: 0; max-height: 100vh; overflow: auto; align-self: start; padding-block: 1rem; }
  nav ul { flex-direction: column; gap: 0; } nav a { border: 0; background: none; padding: .2rem .5rem; }
}
`;

/** What the Content-Security-Policy of the page must allow. */
export const DOCS_STYLE_HASH = `sha256-${createHash("sha256").update(STYLE).digest("base64")}`;

/** A page to read, made of the same table and document; it loads nothing from anywhere. */
export function docsPage(routes: readonly Route[], document: Record<string, unknown>): string {
  const groups = [...new Set(routes.map((route) => route.group))];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>GoatedVIPs API</title><style>${STYLE}</style></head><body>
<header><h1>GoatedVIPs API</h1>
<p>Everything below is under <code>/api/v1</code>. The same for machines: <a href="openapi.json">openapi.json</a>.
Sessions and scripts send <code>Authorization: Bearer &lt;access token or API key&gt;</code>.
Money is a decimal text in USD, times are ISO 8601 UTC. The live feed is <code>/live</code>, sub-protocol <code>race.v1</code>.</p></header>
<div class="columns">
<nav aria-label="Contents"><ul>${[...groups, "Errors", "Schemas"].map(contents).join("")}</ul></nav>
<main>
${groups
  .map((group) =>
    section(
      group,
      routes.filter((route) => route.group === group),
      document,
    ),
  )
  .join("\n")}
<section id="${anchor("Errors")}"><h2>Errors</h2><p>RFC 9457 <code>application/problem+json</code>; the type ends in one of these.</p>
${[...PROBLEMS].map(([code, { status, title }]) => problem(document, code, `${status} ${title}`)).join("\n")}</section>
<section id="${anchor("Schemas")}"><h2>Schemas</h2>
${schemas(document)}
</section></main></div>
</body></html>
`;
}

function section(group: string, routes: readonly Route[], document: Record<string, unknown>): string {
  const entries = routes.map((route) => entry(route, document)).join("\n");
  return `<section id="${anchor(group)}"><h2>${escapeHtml(group)}</h2><p class="why">${withCode(GROUP_WORDS[group] ?? "")}</p>\n${entries}</section>`;
}

function contents(group: string): string {
  return `<li><a href="#${anchor(group)}">${escapeHtml(group)}</a></li>`;
}

function anchor(group: string): string {
  return `part-${group.toLowerCase().replace(/\W+/g, "-")}`;
}

function entry(route: Route, document: Record<string, unknown>): string {
  const operation = at(document, "paths", route.path.replace(/:(\w+)/g, "{$1}"), route.method);
  const body = at(operation, "requestBody", "content", "application/json", "schema");
  const rows = [
    ...parameterRows(at(operation, "parameters")),
    ...(body === undefined ? [] : [row("body", typeInWords(body))]),
    row(`answers ${route.status}`, answerInWords(route, operation)),
    row("or", [...problemsOf(route), "…"].map(problemLink).join(", ")),
  ];
  return `<details id="${operationId(route)}"><summary><span class="method ${route.method}">${route.method.toUpperCase()}</span><code>${escapeHtml(route.path)}</code><span class="what">${withCode(route.summary)}</span><span class="who">for ${who(route.access)}</span></summary>
<div class="body"><table>${rows.join("")}</table></div></details>`;
}

function problemLink(code: string): string {
  const status = PROBLEMS.get(code)?.status;
  return status === undefined ? code : `<a href="#${code}">${status}</a>`;
}

function problem(document: Record<string, unknown>, code: string, title: string): string {
  const answer = at(document, "components", "responses", code);
  const example = JSON.stringify(at(answer, "content", "application/problem+json", "example"), undefined, 2);
  return `<details open id="${code}" class="schema"><summary><code>${code}</code> ${escapeHtml(title)}</summary><div class="body">${meaning(answer)}<pre>${escapeHtml(example)}</pre></div></details>`;
}

function row(name: string, words: string): string {
  return `<tr><th>${name}</th><td>${words}</td></tr>`;
}

function parameterRows(parameters: unknown): string[] {
  if (!Array.isArray(parameters)) return [];
  return parameters.map((parameter: unknown) =>
    row(
      `<code>${escapeHtml(String(at(parameter, "name")))}</code> in ${escapeHtml(String(at(parameter, "in")))}`,
      `${typeInWords(at(parameter, "schema"))}${meaning(parameter)}`,
    ),
  );
}

function answerInWords(route: Route, operation: unknown): string {
  if (route.status === 204) return "nothing";
  if (route.mediaType !== "application/json") return `<code>${route.mediaType}</code>`;
  return typeInWords(at(operation, "responses", route.status, "content", route.mediaType, "schema"));
}

function schemas(document: Record<string, unknown>): string {
  return Object.entries(at(document, "components", "schemas") ?? {})
    .map(
      ([name, schema]) =>
        `<details open class="schema" id="schema-${name}"><summary><code>${name}</code></summary><div class="body">${typeInWords(schema)}</div></details>`,
    )
    .join("\n");
}
