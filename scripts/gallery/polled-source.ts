import { until } from "../../tests/_until.js";
import { asker, OWNER } from "../../tests/miniapp/_admin-scene.js";

/** Slug of the source that {@link makePolledSource} makes. */
export const POLLED = "asked-casino";

/** A casino that is asked for its totals, and whose credential has just expired. */
export async function makePolledSource(product: { api: string; receiver: string; sandbox: string }): Promise<void> {
  const ask = asker(product);
  const baseUrl = `${product.sandbox}/casino`;
  const state = async (): Promise<string> =>
    (await ask<{ state: string }>(OWNER, "GET", `/admin/sources/${POLLED}/polling`)).state;
  const source = { slug: POLLED, name: "Asked Casino", adapter: "goated", account: "DEMO", baseUrl };
  await ask(OWNER, "POST", "/admin/sources/polled", source);
  await until("the first answer", async () => (await state()) === "ok", 60_000);
  await fetch(`${baseUrl}/control`, {
    method: "POST",
    body: JSON.stringify({ do: "switch", fault: "auth", on: true }),
  });
  await ask(OWNER, "POST", `/admin/sources/${POLLED}/polling/now`);
  await until("the refusal", async () => (await state()) === "auth_expired", 150_000);
}
