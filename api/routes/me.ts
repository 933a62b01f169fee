import * as z from "zod/mini";
import { readProfile } from "../../core/access/signed-in-user.js";
import { NotFoundError } from "../../core/errors.js";
import { currentBreak, takeBreak as takeBreakInCore } from "../../core/people/breaks.js";
import { erasePerson } from "../../core/people/erase-person.js";
import { changeSettings as changeSettingsInCore } from "../../core/people/settings.js";
import { withoutPrompts } from "../../core/people/without-prompts.js";
import { lifetimeWager, playerStats } from "../../core/players/player-stats.js";
import { readVipLadder, tierOf, type VipTier } from "../../core/rewards/vip-ladder.js";
import { ownStats, personBreak, profile, statsBucket } from "../../wire/me.js";
import { formatCents, formatMicroUsd } from "../../wire/money.js";
import { myStanding, period } from "../../wire/race.js";
import { changeSettings, takeBreak, userSettings } from "../../wire/settings.js";
import { showPlayer, showProfile } from "../auth/sign-in.js";
import { personOf, route, SESSION } from "../route.js";
import { isoOrNull } from "../show/instant.js";
import { raceIdOf } from "./params.js";

const GROUP = "Me";

export const ownProfile = route({
  method: "get",
  path: "/me",
  access: SESSION,
  group: GROUP,
  summary: "One's own profile: names, roles, linked players, settings and tier.",
  input: {},
  answer: { status: 200, schema: profile },
  async handler({ context }, call) {
    const { userId } = personOf(call);
    const own = await readProfile(context, userId);
    const lifetime = await lifetimeWager(
      context,
      own.players.map(({ id }) => id),
    );
    const ladder = await readVipLadder(context.pool);
    const pause = await currentBreak(context, userId);
    return {
      body: {
        ...showProfile(own),
        alias: own.alias,
        canBeMessaged: own.canBeMessaged,
        players: own.players.map((player) => ({ ...showPlayer(own, player), source: player.source })),
        settings: own.settings,
        tier:
          own.players.length === 0
            ? null
            : { ...showTier(tierOf(ladder, lifetime)), lifetime: formatMicroUsd(lifetime) },
        break: pause && { since: pause.since.toISOString(), until: isoOrNull(pause.until) },
      },
    };
  },
});

function showTier({ name, from, next }: VipTier) {
  return {
    name,
    from: formatMicroUsd(from),
    next: next && { name: next.name, from: formatMicroUsd(next.from) },
  };
}

export const eraseOwnData = route({
  method: "delete",
  path: "/me",
  access: SESSION,
  group: GROUP,
  summary:
    "Forgets the person: names, settings, links, texts and sessions. Wagers and results stay, under a name that says nothing.",
  input: {},
  answer: { status: 204 },
  async handler({ context }, call) {
    await erasePerson(context, personOf(call).userId);
    return { body: undefined };
  },
});

export const changeOwnSettings = route({
  method: "patch",
  path: "/me/settings",
  access: SESSION,
  group: GROUP,
  summary: "Changes one's settings; what is left out stays, null goes back to the default.",
  input: { body: changeSettings },
  answer: { status: 200, schema: userSettings },
  async handler({ context }, call) {
    return { body: await changeSettingsInCore(context, personOf(call).userId, call.body) };
  },
});

export const takeOwnBreak = route({
  method: "post",
  path: "/me/break",
  access: SESSION,
  group: GROUP,
  summary:
    "Leaves races, boards and prompts for some days, or for good; oneself, one cannot shorten it. Links and prizes stay.",
  input: { body: takeBreak },
  answer: { status: 200, schema: personBreak },
  async handler({ context }, call) {
    const { since, until } = await takeBreakInCore(context, personOf(call).userId, call.body.days);
    return { body: { since: since.toISOString(), until: isoOrNull(until) } };
  },
});

export const ownStanding = route({
  method: "get",
  path: "/me/standing",
  access: SESSION,
  group: GROUP,
  summary: "One's own place in a race, `race` or else the current one. 404 without a linked player.",
  input: { query: z.object({ race: z.optional(z.string()) }) },
  answer: { status: 200, schema: myStanding },
  async handler({ context, views }, call) {
    const { players, settings } = await readProfile(context, personOf(call).userId);
    const [player] = players;
    if (player === undefined) throw new NotFoundError("No casino account is linked to you yet: link one first.");
    const race = call.query.race ?? (await views.currentRace())?.id;
    if (race === undefined) throw new NotFoundError("There is no race yet.");
    return { body: withoutPrompts(await views.myStanding(raceIdOf(race), player.id), settings) };
  },
});

const NATURAL_BUCKET = { day: "hour", week: "day", month: "day", "all-time": "month" } as const;

export const ownWagers = route({
  method: "get",
  path: "/me/stats",
  access: SESSION,
  group: GROUP,
  summary:
    "What one's linked players wagered and won in the running day, week or month, or ever, and a series to plot.",
  input: { query: z.object({ period: z.prefault(period, "month"), bucket: z.optional(statsBucket) }) },
  answer: { status: 200, schema: ownStats },
  async handler({ context }, call) {
    const { players, settings } = await readProfile(context, personOf(call).userId);
    const bucket = call.query.bucket ?? NATURAL_BUCKET[call.query.period];
    const query = { period: call.query.period, bucket, timeZone: settings.timeZone ?? context.timeZone };
    const stats = await playerStats(
      context,
      players.map(({ id }) => id),
      query,
    );
    return {
      body: {
        ...query,
        from: isoOrNull(stats.from),
        wagered: formatMicroUsd(stats.wagered),
        entries: stats.entries,
        prizes: { ...stats.prizes, amount: formatCents(stats.prizes.amount) },
        series: stats.series.map(({ at, wagered }) => ({ at: at.toISOString(), wagered: formatMicroUsd(wagered) })),
      },
    };
  },
});
