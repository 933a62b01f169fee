import { setTimeout as delay } from "node:timers/promises";
import { asker, OWNER } from "../../tests/miniapp/_admin-scene.js";

/** Slug of the source that {@link makePolledSource} makes. */
export const POLLED = "asked-casino";
/** Far below what the API allows an administrator to read in a minute (api/http/rate-limits.ts). */
const LOOK_EVERY_MS = 2_000;
/** Goated is asked once a minute at most. */
const MOST_LOOKS = 60;

/** A casino that is asked for its totals, and whose credential has just expired. */
export async function makePolledSource(product: { api: string; receiver: string; sandbox: string }): Promise<void> {
  const ask = asker(product);
  const baseUrl = `${product.sandbox}/casino`;
  const becomes = async (wanted: string): Promise<void> => {
    for (let look = 0; look < MOST_LOOKS; look++) {
      const { state } = await ask<{ state: string }>(OWNER, "GET", `/admin/sources/${POLLED}/polling`);
      if (state === wanted) return;
      await delay(LOOK_EVERY_MS);
    }
    throw new Error(`the polled source did not become ${wanted}`);
  };
  const source = { slug: POLLED, name: "Asked Casino", adapter: "goated", account: "DEMO", baseUrl };
  await ask(OWNER, "POST", "/admin/sources/polled", source);
  await becomes("ok");
  const order = JSON.stringify({ do: "switch", fault: "auth", on: true });
  await fetch(`${baseUrl}/control`, { method: "POST", body: order });
  await ask(OWNER, "POST", `/admin/sources/${POLLED}/polling/now`);
  await becomes("auth_expired");
}
