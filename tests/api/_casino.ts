import { startReceiver } from "../../webhooks/start.js";
import { sign } from "../receiver/_receiver.js";
import type { TestApi } from "./_api.js";

export interface Wager {
  player: string;
  amount: string;
  /** Instant of the wager. */
  at: Date;
  id?: string;
  category?: string;
}

export interface TestCasino extends AsyncDisposable {
  readonly slug: string;
  /** Posts wagers as a signed batch, or one with `endpoint` as it is. @returns the receiver's answer */
  post(wagers: readonly Wager[]): Promise<Record<string, unknown>>;
  /** Signs and posts any body to the endpoint for single events. */
  postEvent(body: unknown): Promise<{ status: number; body: Record<string, unknown> }>;
}

let sent = 0;

/** The real receiver on the database of the API, with a source made over the API that signs what it posts. */
export async function openCasino(api: TestApi, key: string, slug: string): Promise<TestCasino> {
  const made = await api.call<{ secret: string }>("/admin/sources", {
    method: "POST",
    token: key,
    body: { slug, name: slug, mode: "events" },
  });
  const stop = new AbortController();
  const receiver = await startReceiver(
    {
      context: api.context,
      databaseUrl: api.database.url,
      config: { host: "127.0.0.1", port: 0, trustProxy: 0 },
    },
    stop.signal,
  );
  async function send(path: string, content: unknown) {
    const body = Buffer.from(JSON.stringify(content));
    const id = `msg_${slug}_${++sent}`;
    const timestamp = String(Math.floor(api.clock.now().getTime() / 1000));
    const response = await fetch(`http://127.0.0.1:${receiver.port}/hooks/v1/${slug}${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": sign(made.body.secret, id, timestamp, body),
      },
      body,
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
  return {
    slug,
    async post(wagers) {
      const data = wagers.map(({ player, amount, at, id, category }) => ({
        wager_id: id ?? `w_${++sent}`,
        player_id: player,
        player_name: `${player}_name`,
        amount,
        occurred_at: at.toISOString(),
        ...(category === undefined ? {} : { game: { category } }),
      }));
      const timestamp = api.clock.now().toISOString();
      return (await send("/batch", { type: "wager.batch", timestamp, data: { wagers: data } })).body;
    },
    postEvent: (body) => send("", body),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await receiver[Symbol.asyncDispose]();
    },
  };
}
