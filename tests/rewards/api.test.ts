import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "../../core/access/api-keys.js";
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
