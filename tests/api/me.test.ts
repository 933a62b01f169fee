import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findBrokenAuditRow } from "../../core/access/audit.js";
import { findLinkProofs } from "../../core/links/links-by-clock.js";
import { remindOfWagers } from "../../core/people/wager-reminders.js";
import { publicNames } from "../../core/players/public-names.js";
import { playerId } from "../../wire/ids.js";
import { link, linkList, type Link } from "../../wire/links.js";
import { ownStats, profile, type OwnStats, type Profile } from "../../wire/me.js";
import { standings, type Standings } from "../../wire/race.js";
import { userSettings, type UserSettings } from "../../wire/settings.js";
import { addAccount, linkAccount, wager } from "./_people.js";
import { until } from "../_until.js";
import { problemOf, startTestApi, type TestApi } from "./_api.js";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

let nextPerson = 5_000;
/** Somebody new, signed in. */
async function person(): Promise<{ id: number; token: string }> {
  const id = ++nextPerson;
  return { id, token: (await api.signIn({ id })).accessToken };
}
async function nameOf(player: number): Promise<string> {
  return (await publicNames(api.context.pool, [playerId(player)])).get(playerId(player))!;
}
async function patch(token: string, body: unknown) {
  return api.call<UserSettings>("/me/settings", { method: "PATCH", token, body });
}

describe("links through the API", () => {
  test("request, challenge, proof, use and unlinking", async () => {
    const player = await addAccount(api.context.pool, "L1", "link_me");
    const { token } = await person();
    const ask = async () =>
      api.call<Link>("/me/links", { method: "POST", token, body: { source: "casino", player: "link_me" } });
    const asked = await ask();
    expect([asked.status, link.parse(asked.body).state]).toEqual([201, "pending"]);
    expect((await ask()).body).toEqual(asked.body);
    const { amounts } = asked.body.challenge!;
    for (const amount of amounts) {
      await api.context.pool.query(
        `insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, era)
         select source_id, 'wager', $2::text, 1, id, 1, ($2::text::numeric * 1000000)::bigint, ($2::text::numeric * 1000000)::bigint, clock_timestamp(), 1 from players where id = $1`,
        [player, amount],
      );
    }
    expect(await findLinkProofs(api.context)).toBe(1);
    const list = linkList.parse((await api.call("/me/links", { token })).body);
    expect(list.links).toMatchObject([
      { state: "approved", proof: "wager_pattern", challenge: null, allowed: ["unlink"] },
    ]);
    expect((await ask()).status).toBe(409);
    const me = await api.call<Profile>("/me", { token });
    expect(me.body.players).toEqual([{ id: `p${player}`, name: "link_me", source: "casino" }]);
    const id = list.links[0]!.id;
    const stranger = await person();
    expect((await api.call(`/me/links/${id}`, { method: "DELETE", token: stranger.token })).status).toBe(404);
    expect((await api.call(`/me/links/${id}`, { method: "DELETE", token })).status).toBe(204);
    const again = await api.call(`/me/links/${id}`, { method: "DELETE", token });
    expect([again.status, again.body["allowed"]]).toEqual([409, undefined]);
  });

  test.each([
    [{ source: "nowhere", player: "x" }, 404],
    [{ source: "casino", player: "nobody-of-this-name" }, 404],
    [{ source: "casino", player: "  " }, 400],
    [{ source: "casino" }, 400],
    [{ source: "casino", player: "x", user: 1 }, 400],
  ])("%j is %i", async (body, status) => {
    await addAccount(api.context.pool, `any-${++nextPerson}`);
    const { token } = await person();
    expect((await api.call("/me/links", { method: "POST", token, body })).status).toBe(status);
  });

  test("evidence goes to the queue, and the state is told", async () => {
    await addAccount(api.context.pool, "E1");
    const { token } = await person();
    const asked = await api.call<Link>("/me/links", {
      method: "POST",
      token,
      body: { source: "casino", player: "E1" },
    });
    const path = `/me/links/${asked.body.id}/evidence`;
    expect((await api.call(path, { method: "POST", token, body: { text: "no" } })).status).toBe(400);
    const sent = await api.call<Link>(path, { method: "POST", token, body: { text: "Ask me in the chat." } });
    expect([sent.status, sent.body.state, sent.body.allowed]).toEqual([
      200,
      "under_review",
      ["approve", "reject", "withdraw"],
    ]);
    expect((await api.call(path, { method: "POST", token, body: { text: "Again" } })).status).toBe(409);
    const objection = await api.call(`/me/links/${asked.body.id}/object`, {
      method: "POST",
      token,
      body: { text: "why" },
    });
    expect(objection.status).toBe(409);
  });
});

describe("settings", () => {
  test("change what is named, keep the rest, and go back by null", async () => {
    const { token } = await person();
    const first = await patch(token, {
      nameDisplay: "masked",
      language: "de",
      timeZone: "Europe/Berlin",
      notifications: { rank: true, results: false },
      quietHours: { from: "22:00", to: "07:30" },
      hideWagerPrompts: true,
      monthlyReminder: "1000",
    });
    expect(userSettings.parse(first.body)).toMatchObject({ monthlyReminder: "1000.000000", language: "de" });
    const second = await patch(token, { language: null, quietHours: null, notifications: { digest: true } });
    expect(second.body).toMatchObject({
      language: null,
      quietHours: null,
      nameDisplay: "masked",
      notifications: { rank: true, results: false, digest: true, prizes: true, news: false },
    });
    expect((await api.call<Profile>("/me", { token })).body.settings).toEqual(second.body);
  });

  test.each([
    [{}, ""],
    [{ color: "red" }, ""],
    [{ nameDisplay: "upside-down" }, "nameDisplay"],
    [{ timeZone: "Mars/Olympus" }, "timeZone"],
    [{ quietHours: { from: "25:00", to: "07:00" } }, "quietHours.from"],
    [{ quietHours: { from: "07:00", to: "07:00" } }, "quietHours"],
    [{ notifications: { gossip: true } }, "notifications"],
    [{ monthlyReminder: "0" }, "monthlyReminder"],
    [{ monthlyReminder: "-5" }, "monthlyReminder"],
    [{ alias: "x" }, "alias"],
    [{ alias: "Adm1n" }, "alias"],
    [{ alias: "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦ab" }, "alias"],
  ])("%j is refused at its path", async (body, path) => {
    const { token } = await person();
    const answer = await patch(token, body);
    expect([answer.status, problemOf(answer).errors?.[0]?.path]).toEqual([400, path]);
  });

  test("an alias, or one that looks like it, has one owner, also when many choose it at once", async () => {
    const people = await Promise.all([1, 2, 3, 4].map(person));
    const answers = await Promise.all(
      people.map(({ token }, at) =>
        patch(token, { alias: ["Night Goat", "night goat", "NlGHT GOAT", "Nіght Gоat"][at] }),
      ),
    );
    expect(answers.map(({ status }) => String(status)).sort()).toEqual(["200", "409", "409", "409"]);
    const winner = people[answers.findIndex(({ status }) => status === 200)]!;
    expect((await patch(winner.token, { alias: "Night  GOAT" })).body.alias).toBe("Night GOAT");
    expect((await patch(winner.token, { alias: null })).body.alias).toBeNull();
    const next = people.find(({ id }) => id !== winner.id)!;
    expect((await patch(next.token, { alias: "Night Goat" })).status).toBe(200);
  });

  test("the name of another player's account is refused, one's own is not", async () => {
    const player = await addAccount(api.context.pool, "N1", "HighRoller77");
    const [owner, other] = [await person(), await person()];
    await linkAccount(api.context.pool, owner.id, player);
    expect((await patch(other.token, { alias: "highroller77" })).status).toBe(409);
    expect((await patch(owner.token, { alias: "highroller77" })).status).toBe(200);
  });

  test("decide what boards call the player", async () => {
    const player = await addAccount(api.context.pool, "D1", "diamond_dan");
    const { id, token } = await person();
    await linkAccount(api.context.pool, id, player);
    const masked = await nameOf(player);
    expect(masked).toMatch(/^di\*\*\*[2-9A-Z]{3}$/);
    const names: string[] = [];
    for (const nameDisplay of ["full", "masked", "hidden", "default"]) {
      await patch(token, { nameDisplay });
      names.push(await nameOf(player));
    }
    expect(names).toEqual(["diamond_dan", masked, masked.slice(2), masked]);
    await patch(token, { alias: "Dan the Man" });
    expect(await nameOf(player)).toBe("Dan the Man");
  });
});

describe("profile and figures", () => {
  test("the tier follows the lifetime wager of all accounts", async () => {
    const { id, token } = await person();
    expect((await api.call<Profile>("/me", { token })).body.tier).toBeNull();
    const player = await addAccount(api.context.pool, "T1");
    await linkAccount(api.context.pool, id, player);
    await wager(api.context.pool, player, 9_999);
    expect((await api.call<Profile>("/me", { token })).body.tier).toMatchObject({ name: "Copper" });
    await wager(api.context.pool, player, 1);
    const me = profile.parse((await api.call("/me", { token })).body);
    expect(me.tier).toEqual({
      name: "Bronze",
      from: "10000.000000",
      lifetime: "10000.000000",
      next: { name: "Silver", from: "40000.000000" },
    });
  });

  test("the series adds up to the total, has every bucket up to now, and leaves out opening totals", async () => {
    const { id, token } = await person();
    const player = await addAccount(api.context.pool, "S1");
    await linkAccount(api.context.pool, id, player);
    for (const [usd, minutesAgo] of [
      [5, 1],
      [7, 60 * 24 * 40],
      [11, 60 * 24 * 50],
    ] as const)
      await wager(api.context.pool, player, usd, minutesAgo);
    await api.context.pool.query(
      `insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, era)
       select source_id, 'snapshot', 'open', 1, id, 1, 100000000, 100000000, now() - interval '40 days', 1 from players where id = $1`,
      [player],
    );
    const read = async (query: string) =>
      ownStats.parse((await api.call<OwnStats>(`/me/stats?${query}`, { token })).body);
    const sum = (stats: OwnStats) => stats.series.reduce((all, { wagered }) => all + Number(wagered), 0);
    const ever = await read("period=all-time&bucket=day");
    expect([ever.wagered, sum(ever), ever.series.length]).toEqual(["123.000000", 23, 51]);
    const day = await read("period=day");
    expect([day.wagered, sum(day), day.bucket]).toEqual(["5.000000", 5, "hour"]);
    const hours = day.series.map(({ at }) => new Date(at).getTime());
    expect(hours.every((at, index) => index === 0 || at - 3_600_000 === hours[index - 1])).toBe(true);
    expect((await api.call("/me/stats?period=all-time&bucket=hour", { token })).status).toBe(400);
    expect((await api.call("/me/stats?period=year", { token })).status).toBe(400);
    await patch(token, { timeZone: "Asia/Kolkata" });
    expect((await read("period=week")).timeZone).toBe("Asia/Kolkata");
  });

  test("without links everything is zero", async () => {
    const { token } = await person();
    const stats = (await api.call<OwnStats>("/me/stats?period=month", { token })).body;
    expect([stats.wagered, stats.entries, stats.prizes]).toEqual([
      "0.000000",
      0,
      { places: 0, wins: 0, amount: "0.00" },
    ]);
  });
});

describe("a break", () => {
  test("takes the accounts off boards, can be made longer but not shorter, and outlives unlinking", async () => {
    const { id, token } = await person();
    const player = await addAccount(api.context.pool, "B1");
    await linkAccount(api.context.pool, id, player);
    const take = async (days: number | null) => api.call("/me/break", { method: "POST", token, body: { days } });
    const first = await take(30);
    expect([first.status, (await take(1)).body["until"]]).toEqual([200, first.body["until"]]);
    expect((await take(null)).body["until"]).toBeNull();
    expect((await take(0)).status).toBe(400);
    expect((await api.call<Profile>("/me", { token })).body.break).toMatchObject({ until: null });
    const own = (await api.call<{ links: Link[] }>("/me/links", { token })).body.links[0]!;
    await api.call(`/me/links/${own.id}`, { method: "DELETE", token });
    const { rows } = await api.context.pool.query(
      "select kind, until from race_exclusions where player_id = $1 and until is null",
      [player],
    );
    expect(rows).toEqual([{ kind: "self_excluded", until: null }]);
  });
});

describe("being forgotten", () => {
  test("erases the person everywhere, leaves a board without a letter of the name, and ends every session", async () => {
    const { id, token } = await person();
    const player = await addAccount(api.context.pool, "F1", "forget_me");
    await linkAccount(api.context.pool, id, player);
    await patch(token, { alias: "Forget Me Not", notifications: { rank: true } });
    await api.context.pool.query(
      "insert into telegram_updates (bot_id, update_id, lane, kind, payload, state) values (1, $1::bigint, 'chat:' || $1::bigint, 'message', '{\"text\":\"secret\"}', 'done')",
      [id],
    );
    expect((await api.call("/me", { method: "DELETE", token })).status).toBe(204);
    await until("the session has ended", async () => (await api.call("/me", { token })).status === 401);
    expect(await nameOf(player)).toMatch(/^\*\*\*[2-9A-Z]{3}$/);
    const { rows } = await api.context.pool.query<Record<string, unknown>>(
      `select u.first_name, u.alias, u.settings, u.erased_at is not null as erased,
         (select count(*)::int from telegram_updates where lane = 'chat:' || u.id) as updates,
         (select count(*)::int from sessions where user_id = u.id and (revoked_at is null or user_agent is not null or address is not null)) as traces,
         (select array_agg(state) from links where user_id = u.id) as links
       from telegram_users u where id = $1`,
      [id],
    );
    expect(rows).toEqual([
      { first_name: "", alias: null, settings: {}, erased: true, updates: 0, traces: 0, links: ["ended"] },
    ]);
    // The alias is free again, and the person may come back as somebody new.
    const other = await person();
    expect((await patch(other.token, { alias: "Forget Me Not" })).status).toBe(200);
    const back = await api.signIn({ id, first_name: "Back" });
    expect(back.user).toMatchObject({ firstName: "Back", player: null });
    expect(await findBrokenAuditRow(api.context)).toBeNull();
  });

  test("is refused to the only owner", async () => {
    await api.grant(4_999, "owner");
    const { accessToken: token } = await api.signIn({ id: 4_999 });
    expect((await api.call("/me", { method: "DELETE", token })).status).toBe(409);
    await api.grant(4_998, "owner");
    expect((await api.call("/me", { method: "DELETE", token })).status).toBe(204);
  });
});

test("whoever set a monthly reminder is told once when he has wagered so much", async () => {
  const { id, token } = await person();
  await api.context.pool.query("update telegram_users set can_be_messaged = true where id = $1", [id]);
  const player = await addAccount(api.context.pool, "R1");
  await linkAccount(api.context.pool, id, player);
  await patch(token, { monthlyReminder: "100" });
  // The database's clock has microseconds, ours milliseconds: what is of this very moment would be in the future.
  const justNow = 1 / 60;
  const told = async () => {
    await remindOfWagers(api.context);
    const { rows } = await api.context.pool.query("select payload from telegram_outbox where chat_id = $1", [id]);
    return rows.map(({ payload }) => payload);
  };
  await wager(api.context.pool, player, 99, justNow);
  expect(await told()).toEqual([]);
  await wager(api.context.pool, player, 1, justNow);
  expect(await told()).toEqual([{ limit: "100.000000" }]);
  await wager(api.context.pool, player, 50, justNow);
  expect(await told()).toHaveLength(1);
  await patch(token, { monthlyReminder: "120" });
  expect(await told()).toHaveLength(2);
});

test("boards of past days, weeks and months are read by a moment in them, in the order of live ones", async () => {
  const at = (iso: string) => Math.round((Date.now() - new Date(iso).getTime()) / 60_000);
  const ids = [];
  for (const [name, usd] of [
    ["past-a", 5],
    ["past-b", 9],
    ["past-c", 5],
  ] as const) {
    const id = await addAccount(api.context.pool, name);
    await wager(api.context.pool, id, usd, at("2026-03-10T12:00:00.000Z"));
    ids.push(id);
  }
  await wager(api.context.pool, ids[0]!, 100, at("2026-04-10T12:00:00.000Z"));
  const read = async (query: string) => api.call<Standings>(`/leaderboards/month?${query}`);
  const march = await read("at=2026-03-31T23:59:59.000Z");
  expect(standings.parse(march.body)).toMatchObject({ race: "month", total: 3, asOf: "2026-04-01T00:00:00.000Z" });
  expect(march.body.rows.map(({ rank, wagered, gap }) => [rank, wagered, gap])).toEqual([
    [1, "9.000000", "0.000000"],
    [2, "5.000000", "4.000000"],
    [2, "5.000000", "4.000000"],
  ]);
  const first = await read("at=2026-03-31T23:59:59.000Z&limit=2");
  const second = await read(`at=2026-03-31T23:59:59.000Z&limit=2&cursor=${first.body.nextCursor}`);
  expect([...first.body.rows, ...second.body.rows]).toEqual(march.body.rows);
  expect(second.body.nextCursor).toBeNull();
  const etag = march.headers.get("etag")!;
  const again = await api.call("/leaderboards/month?at=2026-03-01T00:00:00.000Z", {
    headers: { "if-none-match": etag },
  });
  expect(again.status).toBe(304);
  expect((await read("at=2026-02-28T23:59:59.000Z")).body.total).toBe(0);
  expect((await read("at=2126-02-28T23:59:59.000Z")).status).toBe(400);
  expect((await read("at=yesterday")).status).toBe(400);
});
