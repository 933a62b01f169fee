import { createHmac, randomUUID } from "node:crypto";
import { signInitData } from "../api/_api.js";
import { SANDBOX_TOKEN } from "./_signed-in.js";

/** People of the sandbox: Alice owns the place; Bruno and Chidi hold accounts; the last two came by themselves. */
export const OWNER = 200_001;
const WINNERS = [200_002, 200_003];
const STRANGERS = [300_001, 300_002];
const DAY_MS = 86_400_000;

export interface AdminScene {
  /** Races by what has become of them. */
  settling: string;
  provisional: string;
  final: string;
  draft: string;
}

interface Running {
  api: string;
  receiver: string;
}

type Ask = <Answer>(person: number, method: string, path: string, body?: unknown) => Promise<Answer>;

/** Speaks to a running API as people of the sandbox. */
export function asker({ api }: Running): Ask {
  const tokens = new Map<number, Promise<string>>();
  const signIn = async (id: number): Promise<string> => {
    const user = JSON.stringify({ id, first_name: id === OWNER ? "Alice" : "Mia" });
    const authorization = `tma ${signInitData({ user }, new Date(), SANDBOX_TOKEN)}`;
    const answer = await fetch(`${api}/api/v1/auth/telegram`, { method: "POST", headers: { authorization } });
    const { accessToken } = (await answer.json()) as { accessToken: string };
    return accessToken;
  };
  return async <Answer>(person: number, method: string, path: string, body?: unknown) => {
    const known = tokens.get(person) ?? signIn(person);
    tokens.set(person, known);
    const answer = await fetch(`${api}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${await known}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as Answer;
  };
}

async function makeRaces(ask: Ask): Promise<AdminScene> {
  const at = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
  const prizes = ["500", "300", "200", "100", "50"];
  const ended = async (title: string, days: number): Promise<string> => {
    const body = { title, startsAt: at(-days), endsAt: at(1), prizes, graceMinutes: 600, disputeHours: 72 };
    const { id } = await ask<{ id: string }>(OWNER, "POST", "/admin/races", body);
    await ask(OWNER, "POST", `/admin/races/${id}/end-early`, { reason: "It has run long enough." });
    return id;
  };
  const settling = await ended("Weekend sprint", 3);
  const provisional = await ended("Mid-month dash with a name that is long enough to wrap", 5);
  const final = await ended("First of the month", 6);
  for (const id of [provisional, final]) await ask(OWNER, "POST", `/admin/races/${id}/settle`);
  await ask(OWNER, "POST", `/admin/races/${final}/finalize`);
  const plan = { title: "New Year's marathon", startsAt: at(20), endsAt: at(34), prizes, draft: true };
  const { id: draft } = await ask<{ id: string }>(OWNER, "POST", "/admin/races", plan);
  const rule = { firstStart: "2030-01-07T00:00", timeZone: "Europe/Berlin", unit: "week", every: 1 };
  await ask(OWNER, "POST", "/admin/series", { template: { title: "Weekly race", prizes: ["100", "50"] }, rule });
  return { settling, provisional, final, draft };
}

async function makeWork(ask: Ask, { provisional, final }: AdminScene): Promise<void> {
  await ask(WINNERS[0] ?? 0, "POST", `/races/${provisional}/disputes`, { text: "My wager of Friday is missing." });
  for (const winner of WINNERS) {
    const { prizes } = await ask<{ prizes: { id: string; allowed: string[] }[] }>(winner, "GET", "/me/prizes");
    for (const { id, allowed } of prizes) {
      if (!allowed.includes("claim")) continue;
      await ask(winner, "POST", `/me/prizes/${id}/claim`, { destination: "casino account" });
    }
  }
  const path = `/races/${provisional}/standings?limit=20`;
  const { rows } = await ask<{ rows: { player: { id: string } }[] }>(OWNER, "GET", path);
  const player = (place: number): string => rows[place]?.player.id ?? "";
  const reason = "Bonus wager that the casino took back";
  await ask(OWNER, "POST", "/admin/adjustments", { player: player(0), amount: "-120.5", reason, race: final });
  await ask(OWNER, "POST", "/admin/adjustments", { player: player(8), amount: "25", reason: "Missing wager" });
  await ask(OWNER, "POST", "/admin/exclusions", { player: player(6), kind: "alt", reason: "Same device as another" });
  for (const [at, stranger] of STRANGERS.entries()) {
    const account = await ask<{ playerId: string }>(OWNER, "GET", `/admin/players/${player(10 + 2 * at)}`);
    const wanted = { source: "demo-casino", player: account.playerId };
    const { id } = await ask<{ id: string }>(stranger, "POST", "/me/links", wanted);
    await ask(stranger, "POST", `/me/links/${id}/evidence`, { text: "I can show the account page." });
  }
}

async function makeLetters(ask: Ask, { receiver }: Running): Promise<void> {
  const source = { slug: "quiet-casino", name: "Quiet Casino", mode: "events" };
  const { secret } = await ask<{ secret: string }>(OWNER, "POST", "/admin/sources", source);
  const post = async (data: Record<string, string>): Promise<void> => {
    const now = new Date().toISOString();
    const wager = { wager_id: randomUUID(), player_id: "Q1", amount: "5.00", occurred_at: now, ...data };
    const body = JSON.stringify({ type: "wager.settled", timestamp: now, data: wager });
    const [id, at] = [randomUUID(), String(Math.floor(Date.now() / 1000))];
    const key = Buffer.from(secret.replace("whsec_", ""), "base64");
    const signature = createHmac("sha256", key).update(`${id}.${at}.${body}`).digest("base64");
    await fetch(`${receiver}/hooks/v1/quiet-casino`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": at,
        "webhook-signature": `v1,${signature}`,
      },
      body,
    });
  };
  await post({ amount: "abc" });
  await post({ currency: "XYZ" });
  await ask(OWNER, "POST", "/admin/sources/quiet-casino/rotate");
  // With the secret that is about to end.
  await post({});
}

async function makeMessages(ask: Ask): Promise<void> {
  await ask(OWNER, "POST", "/admin/keys", { name: "Spreadsheet", scopes: ["read"] });
  await ask(OWNER, "POST", "/admin/keys", { name: "Night job", scopes: ["admin"] });
  const text = "The December marathon starts on Tuesday.\nRules and prizes are in the app.";
  const { id } = await ask<{ id: string }>(OWNER, "POST", "/admin/broadcasts", { text });
  await ask(OWNER, "POST", `/admin/broadcasts/${id}/start`, { segment: "everybody" });
}

async function makeRewards(ask: Ask): Promise<void> {
  const at = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
  await ask(OWNER, "POST", "/admin/rewards/bet-hosts", { hosts: ["goated.com", "casino.example"] });
  const challenge = { game: "Sweet Bonanza with a long name", multiplier: "1000", minBet: "0.5", prize: "150" };
  const path = "/admin/rewards/challenges";
  const { id } = await ask<{ id: string }>(OWNER, "POST", path, { ...challenge, winners: 3, deadline: at(6) });
  await ask(WINNERS[0] ?? 0, "POST", `/me/challenges/${id}/entry`, {
    link: "https://casino.example/bets/9f1c2d3e4b5a69788796a5b4c3d2e1f0/share",
  });
  const drop = { title: "Friday drop", amount: "5", claims: 20, minWager: "100", expiresAt: at(1) };
  await ask(OWNER, "POST", "/admin/rewards/drops", drop);
  const codes = { title: "Stream codes", codes: ["AUTUMN x 20"], word: "autumn-stream", expiresAt: at(2) };
  await ask(OWNER, "POST", "/admin/rewards/drops", codes);
  const step = { period: "month", threshold: "150000", every: "50000", prize: "50" };
  await ask(OWNER, "POST", "/admin/rewards/milestones", step);
  await ask(OWNER, "POST", "/admin/rewards/milestones", { period: "day", threshold: "10000", prize: "7.5" });
  const raffle = { title: "November raffle", startsAt: at(-1), endsAt: at(7), ticketPrice: "1000" };
  await ask(OWNER, "POST", "/admin/rewards/raffles", { ...raffle, prizes: ["100", "50", "25"] });
}

/** Gives the administrators of a running demo something to do on every page. */
export async function makeAdminScene(running: Running): Promise<AdminScene> {
  const ask = asker(running);
  const scene = await makeRaces(ask);
  await makeWork(ask, scene);
  await makeLetters(ask, running);
  await makeMessages(ask);
  await makeRewards(ask);
  return scene;
}
