import type { LinkSourceList } from "../../wire/sources.js";
import type { Dispute } from "../../wire/disputes.js";
import type { Link } from "../../wire/links.js";
import type { OwnStats, Profile } from "../../wire/me.js";
import type { Prize } from "../../wire/payouts.js";
import { ENTRIES, GAMES, ownRewardsOf, PREDICTIONS, TICKETS } from "./_rewards.js";

/** What `/me/*` tells about an invented person; changes are kept as a server would keep them. */
export interface Person {
  profile: Profile;
  stats: OwnStats;
  prizes: Prize[];
  links: Link[];
  disputes: Dispute[];
}

const DAY_MS = 86_400_000;
const now = Date.now();
const at = (days: number): string => new Date(now + days * DAY_MS).toISOString();

export const SOURCES: LinkSourceList = {
  sources: [
    { slug: "goated", name: "Goated" },
    { slug: "stake", name: "Other Casino" },
  ],
};

const PLAYER = { id: "p7", name: "Zoë 🏁" };

const APPROVED: Link = {
  id: "l1",
  source: "goated",
  sourceName: "Goated",
  player: PLAYER,
  state: "approved",
  proof: "name_suffix",
  challenge: null,
  createdAt: at(-90),
  effectiveAt: at(-89),
  decidedAt: at(-89),
  endedAt: null,
  reason: null,
  allowed: ["unlink"],
};

export const PENDING: Link = {
  ...APPROVED,
  id: "l2",
  source: "stake",
  sourceName: "Other Casino",
  player: { id: "p8", name: "zoe_of_the_north_with_a_long_name" },
  state: "pending",
  proof: null,
  challenge: { amounts: ["0.370000", "0.590000"], nameSuffix: "-K7Q2", expiresAt: at(1) },
  effectiveAt: null,
  decidedAt: null,
  allowed: ["prove", "submit-evidence", "withdraw"],
};

function prize(id: string, change: Partial<Prize>): Prize {
  return {
    id,
    race: { id: "Race000003", title: "October Sprint" },
    version: 1,
    rank: 2,
    reward: null,
    player: "p7",
    amount: "250.00",
    state: "owed",
    createdAt: at(-3),
    expiresAt: at(11),
    destination: null,
    reference: null,
    paidAt: null,
    allowed: ["claim"],
    ...change,
  };
}

function profile(players: Profile["players"]): Profile {
  return {
    id: "42",
    firstName: "Ann",
    username: "ann",
    languageCode: "en",
    roles: [],
    player: players.length === 0 ? null : PLAYER,
    alias: null,
    canBeMessaged: true,
    players,
    settings: {
      alias: null,
      nameDisplay: "default",
      language: null,
      timeZone: null,
      notifications: {
        results: true,
        prizes: true,
        races: false,
        rank: false,
        digest: false,
        rewards: false,
        news: false,
      },
      quietHours: { from: "22:00", to: "08:00" },
      hideWagerPrompts: false,
      monthlyReminder: null,
    },
    tier:
      players.length === 0
        ? null
        : {
            name: "Silver",
            from: "40000.000000",
            lifetime: "72350.120000",
            next: { name: "Gold", from: "100000.000000" },
          },
    break: null,
  };
}

function stats(days: number): OwnStats {
  const series = Array.from({ length: days }, (_, index) => ({
    at: at(index - days + 1),
    wagered: `${Math.round(900 + 700 * Math.sin(index * 1.7) + (index % 5) * 130)}.250000`,
  }));
  return {
    period: "month",
    bucket: "day",
    timeZone: "UTC",
    from: at(-days),
    wagered: days === 0 ? "0.000000" : "28170.730000",
    entries: days * 12,
    prizes: { places: days === 0 ? 0 : 4, wins: days === 0 ? 0 : 1, amount: days === 0 ? "0.00" : "862.50" },
    series,
  };
}

/** Somebody who has been here for a while. */
export function somebody(): Person {
  return {
    profile: profile([{ ...PLAYER, source: "goated" }]),
    stats: stats(22),
    prizes: [
      prize("1", {}),
      prize("2", {
        race: { id: "Race000004", title: "September Marathon of the long and winding title" },
        rank: 1,
        amount: "500.00",
        state: "paid",
        destination: "goated: zoe",
        reference: "TIP-20481",
        paidAt: at(-1),
        allowed: ["confirm"],
      }),
      prize("3", { rank: 8, amount: "62.50", state: "confirmed", allowed: [] }),
    ],
    links: [PENDING, APPROVED],
    disputes: [
      {
        id: "d1",
        race: "Race000003",
        version: 1,
        player: "p7",
        text: "My wager of Friday evening is missing.",
        state: "accepted",
        openedAt: at(-5),
        decidedAt: at(-4),
        answer: "It arrived after the end of the grace time; version 2 of the result counts it.",
        evidence: null,
      },
    ],
  };
}

/** Somebody who has just opened the app for the first time. */
export function newcomer(): Person {
  return { profile: profile([]), stats: stats(0), prizes: [], links: [], disputes: [] };
}

/** Answers for a path below `/me`, or `undefined` for one it does not know. */
export function answerAbout(
  person: Person,
  method: string,
  path: string,
  body: unknown,
): [number, unknown] | undefined {
  const given = typeof body === "object" && body !== null ? body : {};
  if (method === "GET") {
    const answers: Record<string, unknown> = {
      "/me": person.profile,
      "/me/stats": person.stats,
      "/me/prizes": { prizes: person.prizes },
      "/me/challenges": ENTRIES,
      "/me/raffles": TICKETS,
      "/me/predictions": PREDICTIONS,
      "/me/rewards": ownRewardsOf(person.profile.players[0]?.id),
      "/me/links": { links: person.links },
      "/me/disputes": { disputes: person.disputes },
    };
    return answers[path] === undefined ? undefined : [200, answers[path]];
  }
  if (method === "PATCH" && path === "/me/settings") {
    const { notifications, ...rest } = given as Partial<Profile["settings"]>;
    const before = person.profile.settings;
    const settings = { ...before, ...rest, notifications: { ...before.notifications, ...notifications } };
    person.profile = { ...person.profile, alias: settings.alias, settings };
    return [200, settings];
  }
  if (method === "POST" && path === "/me/links") {
    person.links = [PENDING, ...person.links];
    return [201, PENDING];
  }
  if (method === "POST" && path === "/me/drops/1/claim") {
    return [200, { drop: "1", title: "Friday drop", amount: "5.00", number: 14 }];
  }
  if (method === "POST" && path === `/races/${GAMES[0]?.race.id}/predictions`) {
    return [200, { ...GAMES[0], predictions: 32 }];
  }
  if (method === "POST" && path === "/me/break") {
    const since = new Date().toISOString();
    person.profile = { ...person.profile, break: { since, until: at(7) } };
    return [200, { since, until: at(7) }];
  }
  const claimed = /^\/me\/prizes\/(\w+)\/(claim|confirm)$/.exec(path);
  const prizeFound = person.prizes.find(({ id }) => id === claimed?.[1]);
  if (method === "POST" && prizeFound !== undefined) {
    const state = claimed?.[2] === "claim" ? "claimed" : "confirmed";
    const changed: Prize = { ...prizeFound, ...given, state, allowed: [] };
    person.prizes = person.prizes.map((known) => (known.id === changed.id ? changed : known));
    return [200, changed];
  }
  if (method === "POST" && path.endsWith("/disputes")) {
    const { text } = given as { text: string };
    const opened = { ...somebody().disputes[0]!, id: "d2", text, state: "open" as const, answer: null };
    person.disputes = [opened, ...person.disputes];
    return [201, opened];
  }
  return method === "DELETE" ? [204, undefined] : undefined;
}
