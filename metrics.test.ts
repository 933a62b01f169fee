import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createDatabaseGauges, createProcessMetrics } from "./metrics.js";
import { projectRoot } from "./project-root.js";

const registry = createProcessMetrics({ pools: new Map() });
createDatabaseGauges(registry, new Date(0));
/** `up` is Prometheus' own. */
const known = new Set(["up", ...registry.getMetricsAsArray().map(({ name }) => name)]);

const PROMQL_WORDS = new Set([
  "and",
  "or",
  "unless",
  "bool",
  "offset",
  "by",
  "without",
  "on",
  "ignoring",
  "group_left",
]);

/** Metrics that a PromQL expression names: identifiers that are neither functions, labels nor words of the language. */
function metricsIn(expression: string): string[] {
  const bare = expression
    .replace(/"(?:[^"\\]|\\.)*"/g, "")
    .replace(/\{[^}]*\}|\[[^\]]*\]/g, " ")
    .replace(/\b(by|without|on|ignoring)\s*\([^)]*\)/g, " ");
  const words = bare.matchAll(/(?<![\w.])[a-zA-Z_:][\w:]*(?!\w)(?!\s*\()/g);
  return [...words].map(([word]) => word).filter((word) => !PROMQL_WORDS.has(word));
}

function read(path: string): string {
  return readFileSync(join(projectRoot, path), "utf8");
}

function alertExpressions(): Map<string, string> {
  const rules = read("ops/prometheus/alerts.yml").matchAll(/- alert: (\w+)\n\s+expr: (.+)\n/g);
  return new Map([...rules].map(([, name = "", expression = ""]) => [name, expression]));
}

function dashboardExpressions(): string[] {
  return [...read("ops/grafana/dashboard.json").matchAll(/"expr": ("(?:[^"\\]|\\.)*")/g)].map(([, json = ""]) =>
    String(JSON.parse(json)),
  );
}

describe("dashboard and alerts", () => {
  it("name metrics that exist", () => {
    const expressions = [...alertExpressions().values(), ...dashboardExpressions()];
    expect(expressions.length).toBeGreaterThan(40);
    for (const expression of expressions) {
      const names = metricsIn(expression);
      expect(names.length).toBeGreaterThan(0);
      expect(names.filter((name) => !known.has(name))).toEqual([]);
    }
  });

  it("would be found out if one did not (control)", () => {
    const expression = 'sum by (outcome) (rate(webhook_requests_total{outcome=~"a|b"}[5m])) / sum(gone_total) > 1e3';
    expect(metricsIn(expression)).toEqual(["webhook_requests_total", "gone_total"]);
    expect(metricsIn(expression).filter((name) => !known.has(name))).toEqual(["gone_total"]);
  });

  it("cover every number of our own: what nobody looks at need not be measured", () => {
    const used = new Set([...alertExpressions().values(), ...dashboardExpressions()].flatMap(metricsIn));
    const own = [...known].filter((name) => !/^(nodejs|process)_|^up$/.test(name));
    expect(own.filter((name) => !used.has(name))).toEqual([]);
  });
});
