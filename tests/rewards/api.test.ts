import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyCommand } from "../../cli/commands/verify.js";
import { createApiKey } from "../../core/access/api-keys.js";
import { drawDueRaffles } from "../../core/rewards/draw-raffle.js";
import { readRaffleText } from "../../core/rewards/raffles.js";
import type { Milestone, OwnRewards, RewardsOffer } from "../../wire/rewards.js";
import { startTestApi, type TestApi } from "../api/_api.js";
import { addAccount, linkAccount, wager } from "../api/_people.js";

let api: TestApi;
let key: string;
beforeAll(async () => {
  api = await startTestApi();
  ({ key } = await createApiKey(api.context, { name: "scripts", scopes: ["admin"] }, { actor: "cli" }));
});
afterAll(() => api[Symbol.asyncDispose]());

async function post<Body = Record<string, unknown>>(path: string, body: unknown) {
  return api.call<Body>(path, { method: "POST", token: key, body });
}

describe("milestones and levels over the API", () => {
  it("are set up by an administrator, shown to everybody, and to a person with his own progress", async () => {
    const added = await post<{ milestones: Milestone[] }>("/admin/rewards/milestones", {
      period: "month",
      threshold: "100",
      every: "1000",
      prize: "5",
    });
    expect([added.status, added.body.milestones]).toEqual([
      201,
      [{ id: "1", period: "month", threshold: "100.000000", every: "1000.000000", prize: "5.00" }],
    ]);
    const again = await post("/admin/rewards/milestones", { period: "month", threshold: "100.0", prize: "6" });
    expect([again.status, again.body["allowed"]]).toEqual([409, ["retire"]]);
    const wrong = await post<{ errors: { path: string }[] }>("/admin/rewards/milestones", {
      period: "month",
      threshold: "x",
      prize: "0",
    });
    expect([wrong.status, wrong.body.errors.map(({ path }) => path)]).toEqual([400, ["threshold", "prize"]]);
    const offer = await api.call<RewardsOffer>("/rewards");
    expect(offer.body.milestones).toHaveLength(1);
    expect(offer.body.tiers[0]).toEqual({ name: "Copper", from: "0.000000" });

    const { accessToken: token } = await api.signIn({ id: 7 });
    const mine = async () => (await api.call<OwnRewards>("/me/rewards", { token })).body;
    expect(await mine()).toEqual({ hindrance: "no_link", milestones: [] });
    const player = await addAccount(api.database.pool, "U7");
    await linkAccount(api.database.pool, 7, player);
    await wager(api.database.pool, player, 1_150, 0);
    expect(await mine()).toMatchObject({
      hindrance: null,
      milestones: [
        {
          player: `p${player}`,
          wagered: "1150.000000",
          reached: 2,
          next: { threshold: "2100.000000", prize: "5.00" },
        },
      ],
    });
    await api.call("/me/settings", { method: "PATCH", token, body: { hideWagerPrompts: true } });
    expect((await mine()).milestones[0]?.next).toBeNull();
    await api.call("/me/break", { method: "POST", token, body: { days: 1 } });
    expect(await mine()).toEqual({ hindrance: "break", milestones: [] });
  });

  it("change the level that a person sees with the ladder", async () => {
    const { accessToken: token } = await api.signIn({ id: 8 });
    const player = await addAccount(api.database.pool, "U8");
    await linkAccount(api.database.pool, 8, player);
    await wager(api.database.pool, player, 600, 0);
    const tier = async () => (await api.call<{ tier: unknown }>("/me", { token })).body.tier;
    expect(await tier()).toMatchObject({ name: "Copper", lifetime: "600.000000" });
    const ladder = [
      { name: "One", from: "0" },
      { name: "Two", from: "500.50" },
    ];
    expect((await post("/admin/rewards/tiers", { tiers: ladder })).status).toBe(200);
    expect(await tier()).toMatchObject({ name: "Two", from: "500.500000", next: null });
    expect((await post("/admin/rewards/tiers", { tiers: [{ name: "One", from: "5" }] })).status).toBe(400);
  });

  it("are ended, once", async () => {
    const ended = async () => (await api.call("/admin/rewards/milestones/1", { method: "DELETE", token: key })).status;
    expect([await ended(), await ended()]).toEqual([204, 404]);
    expect((await api.call<RewardsOffer>("/rewards")).body.milestones).toEqual([]);
    const { rows } = await api.database.pool.query("select action, actor from audit_log where action ~ 'milestone'");
    expect(rows.map(({ action }) => action)).toEqual(["milestone.add", "milestone.retire"]);
  });
});

describe("drops over the API", () => {
  it("are made by an administrator, listed without words and codes, and claimed once by the linked", async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const made = await post<{ id: string; left: number }>("/admin/rewards/drops", {
      title: "Five",
      amount: "5",
      claims: 2,
      expiresAt,
    });
    expect([made.status, made.body.left]).toEqual([201, 2]);
    const secret = await post("/admin/rewards/drops", { title: "W", codes: ["ZZZ-1"], word: "hidden", expiresAt });
    expect([secret.status, secret.text.includes("ZZZ")]).toEqual([201, false]);
    const wrong = await post("/admin/rewards/drops", { title: "", amount: "5", codes: ["A"], expiresAt });
    expect(wrong.status).toBe(400);
    const offered = await api.call<{ drops: { id: string }[] }>("/drops");
    expect(offered.body.drops.map(({ id }) => id)).toEqual([made.body.id]);

    const { accessToken: token } = await api.signIn({ id: 9 });
    const claim = async () => api.call(`/me/drops/${made.body.id}/claim`, { method: "POST", token });
    expect([(await claim()).status, (await claim()).body["allowed"]]).toEqual([409, ["no_link"]]);
    await linkAccount(api.database.pool, 9, await addAccount(api.database.pool, "U9"));
    expect([(await claim()).body, (await claim()).body["allowed"]]).toEqual([
      { drop: made.body.id, title: "Five", amount: "5.00", number: 1 },
      ["already"],
    ]);
    const redeem = async (word: string) => api.call("/me/codes", { method: "POST", token, body: { word } });
    expect((await redeem("nothing")).status).toBe(404);
    expect((await redeem("HIDDEN")).body["allowed"]).toEqual(["cannot_write"]);
    const closed = await post<{ state: string }>(`/admin/rewards/drops/${made.body.id}/close`, {});
    expect([closed.status, closed.body.state]).toEqual([200, "over"]);
    const prizes = await api.call<{ prizes: { reward: unknown; race: unknown }[] }>("/me/prizes", { token });
    expect(prizes.body.prizes).toMatchObject([
      { race: null, rank: null, reward: { kind: "code", title: "Five", step: null } },
    ]);
  });
});

describe("challenges over the API", () => {
  it("are made, entered once, judged by the queue, and shown to everybody with their hosts", async () => {
    const deadline = new Date(Date.now() + 3_600_000).toISOString();
    const body = { game: "Plinko", multiplier: "100", minBet: "1", prize: "25", winners: 1, deadline };
    expect((await post("/admin/rewards/challenges", body)).body["allowed"]).toEqual(["hosts"]);
    expect((await post("/admin/rewards/bet-hosts", { hosts: ["goated.com"] })).body["hosts"]).toEqual(["goated.com"]);
    const made = await post<{ id: string; multiplier: string }>("/admin/rewards/challenges", body);
    expect([made.status, made.body.multiplier]).toEqual([201, "100x"]);
    const offer = await api.call<{ challenges: unknown[]; hosts: string[] }>("/challenges");
    expect([offer.body.challenges.length, offer.body.hosts]).toEqual([1, ["goated.com"]]);

    const { accessToken: token } = await api.signIn({ id: 10 });
    await linkAccount(api.database.pool, 10, await addAccount(api.database.pool, "U10"));
    const enter = async (link: string) =>
      api.call(`/me/challenges/${made.body.id}/entry`, { method: "POST", token, body: { link } });
    expect((await enter("https://evil.example/1")).status).toBe(400);
    const entered = await enter("https://goated.com/bet/1");
    expect([entered.status, entered.body["state"]]).toEqual([201, "open"]);
    expect((await enter("https://goated.com/bet/2")).body["allowed"]).toEqual(["already"]);
    const queue = await api.call<{ entries: { id: string; account: unknown; betLink: string }[] }>(
      "/admin/rewards/entries",
      { token: key },
    );
    expect(queue.body.entries).toMatchObject([{ account: { playerId: "U10" }, betLink: "https://goated.com/bet/1" }]);
    const accepted = await post<{ state: string }>(`/admin/rewards/entries/${queue.body.entries[0]!.id}/accept`, {});
    expect([accepted.status, accepted.body.state]).toEqual([200, "accepted"]);
    const mine = await api.call<{ entries: { state: string }[] }>("/me/challenges", { token });
    expect(mine.body.entries).toMatchObject([{ state: "accepted", multiplier: "100x" }]);
    const over = await post(`/admin/rewards/challenges/${made.body.id}/close`, {});
    expect(over.status).toBe(409);
  });
});

describe("raffles over the API", () => {
  it("publish the hash first and the draw after, which the command line computes again", async () => {
    const made = await post<{ id: string; commitment: string }>("/admin/rewards/raffles", {
      title: "Winter",
      startsAt: new Date(Date.now() - 3_600_000).toISOString(),
      endsAt: new Date(Date.now() + 60_000).toISOString(),
      ticketPrice: "10",
      prizes: ["20", "10"],
    });
    expect([made.status, made.body.commitment]).toEqual([201, expect.stringMatching(/^[0-9a-f]{64}$/)]);
    const { accessToken: token } = await api.signIn({ id: 11 });
    const player = await addAccount(api.database.pool, "U11");
    await linkAccount(api.database.pool, 11, player);
    await wager(api.database.pool, player, 25, 1);
    const mine = await api.call<{ tickets: { tickets: number; pseudonym: string }[] }>("/me/raffles", { token });
    expect(mine.body.tickets).toMatchObject([{ tickets: 2 }]);
    expect((await api.call(`/raffles/${made.body.id}/document`)).status).toBe(404);
    api.clock.advance(17 * 60_000);
    expect(await drawDueRaffles(api.context)).toBe(1);
    const { text } = await api.call(`/raffles/${made.body.id}/document`);
    expect(text).toBe(await readRaffleText(api.context, made.body.id));
    const listed = await api.call<{ raffles: { state: string; winners: { pseudonym: string }[] }[] }>("/raffles");
    expect(listed.body.raffles[0]).toMatchObject({
      state: "drawn",
      winners: expect.arrayContaining([expect.objectContaining({ pseudonym: mine.body.tickets[0]!.pseudonym })]),
    });
    const folder = await mkdtemp(join(tmpdir(), "goatedvips-draw-"));
    const file = join(folder, "draw.json");
    await writeFile(file, text);
    const verify = async (options: Record<string, string>) =>
      verifyCommand.run({ context: api.context, positionals: [file], options } as never);
    expect(await verify({ hash: made.body.commitment })).toMatchObject({ isGood: true });
    expect(await verify({ hash: "0".repeat(64) })).toMatchObject({ isGood: false });
    await writeFile(file, text.replace('"tickets":2', '"tickets":3'));
    expect(await verify({})).toMatchObject({ isGood: false });
    await rm(folder, { recursive: true });
    const late = await post(`/admin/rewards/raffles/${made.body.id}/cancel`, { reason: "too late" });
    expect(late.status).toBe(409);
  });
});
