import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect } from "vitest";

export const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface AxeResult {
  violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
}

/** Everything axe finds wrong with a page. */
export async function faultsOf(page: Page): Promise<unknown[]> {
  // What fades in is transparent for a moment, which is no fault of contrast. What moves for ever is not waited for.
  const isStill =
    "document.getAnimations().every(({ effect, playState }) => playState !== 'running' || effect.getTiming().iterations === Infinity)";
  await expect.poll(() => page.evaluate(isStill)).toBe(true);
  // The policy of the page forbids scripts from elsewhere, so axe comes in through the debugger.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResult>("axe.run({ resultTypes: ['violations'] })");
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => [html, failureSummary])]);
}
