import { createHmac, randomBytes, type KeyObject } from "node:crypto";

/** What a load consists of. */
export interface RequestPlan {
  readonly slug: string;
  /** Wagers in one post; 1 uses the endpoint for single events. */
  readonly wagersPerPost: number;
  readonly players: number;
  /** Share of posts that repeat an earlier one of the same plan, byte for byte. */
  readonly duplicates: number;
}

/** Event time of every wager. */
export const OCCURRED_AT = "2026-11-22T09:59:58.120Z";
const TIMESTAMP = "2026-11-22T10:00:00.000Z";
const GAME = { id: "g7", name: "Plinko", category: "originals" };

let made = 0;
const run = randomBytes(6).toString("hex");

function wager(players: number): object {
  const number = ++made;
  return {
    wager_id: `w_${run}_${number}`,
    revision: 1,
    player_id: `U${(number * 7_919) % players}`,
    amount: `${(number % 5_000) / 100 + 0.01}`.slice(0, 5),
    currency: "USD",
    occurred_at: OCCURRED_AT,
    game: GAME,
  };
}

function bodyOf({ wagersPerPost, players }: RequestPlan): Buffer {
  const event =
    wagersPerPost === 1
      ? { type: "wager.settled", timestamp: TIMESTAMP, data: wager(players) }
      : {
          type: "wager.batch",
          timestamp: TIMESTAMP,
          data: { wagers: Array.from({ length: wagersPerPost }, () => wager(players)) },
        };
  return Buffer.from(JSON.stringify(event));
}

/**
 * Whole HTTP requests as bytes, signed and unique, made before the clock runs: the generator shares two cores with what
 * it measures, and signing would cost as much as verifying does.
 */
export function buildRequests(plan: RequestPlan, key: KeyObject, count: number): Buffer[] {
  const path = `/hooks/v1/${plan.slug}${plan.wagersPerPost === 1 ? "" : "/batch"}`;
  const timestamp = Math.floor(Date.now() / 1_000);
  const requests: Buffer[] = [];
  while (requests.length < count) {
    const earlier =
      requests.length > 100 && Math.random() < plan.duplicates ? requests.at(-1 - (made % 100)) : undefined;
    if (earlier !== undefined) {
      requests.push(earlier);
      made += 1;
      continue;
    }
    const body = bodyOf(plan);
    const id = `msg_${run}${made}`;
    const mac = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
    const head =
      `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n` +
      `webhook-id: ${id}\r\nwebhook-timestamp: ${timestamp}\r\nwebhook-signature: v1,${mac}\r\n\r\n`;
    requests.push(Buffer.concat([Buffer.from(head), body]));
  }
  return requests;
}
