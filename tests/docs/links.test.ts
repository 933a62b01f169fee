import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { RUNBOOK } from "../../bot/outbox/alarm-renderer.js";
import { COMMANDS } from "../../cli/commands.js";
import { projectRoot } from "../../project-root.js";
import { anchorsOf, blocksOf, readPages, type Page } from "./_pages.js";

const pages = readPages();
const pageAt = new Map(pages.map((page) => [page.path, page]));

/** Links of a page that lead nowhere: a file that is missing, a heading that is not there. */
function brokenLinks(page: Page): string[] {
  const prose = page.text.replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]*`/g, "");
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [file = "", anchor] = target.split("#");
    const path = file === "" ? page.path : normalize(join(dirname(page.path), file));
    const isOwn = path === page.path;
    if (!isOwn && !existsSync(join(projectRoot, path))) return true;
    if (anchor === undefined || (!isOwn && statSync(join(projectRoot, path)).isDirectory())) return false;
    const other = isOwn ? page : pageAt.get(path);
    return other !== undefined && !anchorsOf(other).has(anchor);
  });
}

describe("the pages", () => {
  it.each(pages.map((page) => [page.path, page] as const))("%s: every link leads somewhere", (_path, page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it("would be found out with a link that leads nowhere (control)", () => {
    const page = { path: "docs/x.md", text: "# A\n[a](missing.md) [b](#none) [c](../README.md) [d](#a) `[e](no.md)`" };
    expect(brokenLinks(page)).toEqual(["missing.md", "#none"]);
  });

  it("name commands of the command line that exist, with options that they take", () => {
    const wrong: string[] = [];
    for (const page of pages) {
      for (const { code } of blocksOf(page)) {
        for (const [, line = ""] of code.replaceAll("\\\n", " ").matchAll(/(?:cli --|cli\.js) +([^#\n|;&)]+)/g)) {
          const words = line.trim().split(/\s+/);
          if (words[0] === "help" || words[0] === "…") continue;
          const command = COMMANDS.find((known) => known.words.every((word, at) => words[at] === word));
          const options = words.filter((word) => word.startsWith("--")).map((word) => word.slice(2));
          const unknown = options.filter((name) => name !== "json" && !(name in (command?.options ?? {})));
          if (command === undefined || unknown.length > 0) wrong.push(`${page.path}: ${line.trim()}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it("have a section of the runbook for every alert, and an alert for every section", () => {
    const rules = readFileSync(join(projectRoot, "ops/prometheus/alerts.yml"), "utf8");
    const alerts = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name = ""]) => name);
    const anchors = [...rules.matchAll(/runbook: docs\/runbook\.md#(\w+)/g)].map(([, anchor = ""]) => anchor);
    expect(anchors).toEqual(alerts.map((name) => name.toLowerCase()));
    const runbook = pageAt.get("docs/runbook.md")!;
    const sections = [...runbook.text.matchAll(/^## (\w+)$/gm)].map(([, name = ""]) => name);
    // Told by the bot alone: Prometheus does not shake hands with our proxy, and knows nothing of polled casinos.
    const byBot = Object.values(RUNBOOK).filter((name) => !alerts.includes(name));
    expect(byBot).toContain("CertificateFails");
    expect(sections.sort()).toEqual([...alerts, ...byBot].sort());
  });
});

describe("the environment of .env.example", () => {
  it("is that of config.ts: every variable, no other, each with a comment", () => {
    const source = readFileSync(join(projectRoot, "config.ts"), "utf8");
    const schema = source.slice(source.indexOf("const environment"), source.indexOf("type Environment"));
    const variables = [...schema.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name = ""]) => name);
    const example = readFileSync(join(projectRoot, ".env.example"), "utf8");
    const named = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name = ""]) => name);
    expect(variables.length).toBeGreaterThan(20);
    expect(named.sort()).toEqual(variables.sort());
  });
});
