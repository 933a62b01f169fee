import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createDatabaseGauges, createProcessMetrics } from "./metrics.js";
import { projectRoot } from "./project-root.js";

const read = (path: string): string => readFileSync(join(projectRoot, path), "utf8");
const dashboard = z
  .object({
    panels: z.array(
      z.object({ id: z.number(), title: z.string(), targets: z.array(z.object({ expr: z.string() })).default([]) }),
    ),
  })
  .parse(JSON.parse(read("ops/grafana/dashboard.json")));
const panelExpressions = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
const alertExpressions = [...read("ops/prometheus/alerts.yml").matchAll(/^ +expr: (.+)$/gm)].map(
  ([, expr = ""]) => expr,
);

const database = new Registry();
createDatabaseGauges(database, new Date());
const known = [createProcessMetrics({ pools: new Map() }), database].flatMap((registry) =>
  registry.getMetricsAsArray().map(({ name }) => name),
);
const own = known.filter((name) => !/^(nodejs|process)_/.test(name));

/** Words of an expression that would have to be metrics: no labels, no functions. */
function unknownIn(expression: string): string[] {
  const plain = expression
    .replaceAll(/\{[^}]*\}/g, "")
    .replaceAll(/\bby \([^)]*\)/g, "")
    .replaceAll(/\[[^\]]*\]/g, "");
  const words = [...plain.matchAll(/\b[a-z][a-z0-9_]*(?!\w*\s*\()/g)].map(([word]) => word);
  return words.filter((word) => !known.includes(word) && !["up", "or", "and"].includes(word));
}

describe("dashboard and alerts", () => {
  it("ask for metrics that exist", () => {
    expect(panelExpressions.length).toBeGreaterThan(30);
    expect(alertExpressions.length).toBeGreaterThan(20);
    expect([...panelExpressions, ...alertExpressions].flatMap(unknownIn)).toEqual([]);
  });

  it("would be found out with one that does not (control)", () => {
    expect(unknownIn('sum by (source) (rate(webhook_request_total{outcome="x"}[5m])) > 2e9')).toEqual([
      "webhook_request_total",
    ]);
  });

  it("show every metric of ours, and the operator's page names it", () => {
    const shown = panelExpressions.join("\n");
    const named = read("docs/operations.md");
    // Sum and count go with their buckets.
    const heads = own.filter((name) => !/_(seconds|ms)_(sum|count)$/.test(name));
    expect(heads.filter((name) => !new RegExp(`\\b${name}\\b`).test(shown))).toEqual([]);
    // The page writes `a_sum` / `_count`.
    expect(heads.filter((name) => !named.includes(`\`${name}`) && !name.endsWith("_count"))).toEqual([]);
  });

  it("number their panels once each", () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
