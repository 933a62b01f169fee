import { browserPath } from "./_browser.js";

/** Vitest's global setup: unpacks the browser once, before test files that run side by side would do it over each other. */
export async function setup(): Promise<void> {
  await browserPath();
}
