import * as z from "zod/mini";
import { fullNamesOf } from "../../core/players/full-names.js";
import {
  acceptEntry,
  type ChallengeEntry,
  enterChallenge as enterInCore,
  entriesOf,
  openEntries,
  rejectEntry,
} from "../../core/rewards/challenge-entries.js";
import {
  closeChallenge,
  listBetHosts,
  listChallenges,
  makeChallenge,
  openChallenges,
  parseChallenge,
  replaceBetHosts,
} from "../../core/rewards/challenges.js";
import { withReason } from "../../wire/admin-races.js";
import {
  betHosts,
  challenge,
  challengeEntry,
  challengeEntryList,
  challengeList,
  enterChallenge,
  makeChallenge as makeChallengeBody,
  queuedEntry,
  queuedEntryList,
} from "../../wire/challenges.js";
import { actorOf } from "../auth/principal.js";
import { admin, personOf, PUBLIC, route, SESSION } from "../route.js";
import type { ApiServices } from "../services.js";
import { showChallenge, showEntry, showQueuedEntry } from "../show/challenge.js";

const MANAGERS = admin("owner", "admin");
const JUDGES = admin("owner", "admin", "moderator");
const STAFF = admin("owner", "admin", "finance", "moderator");
const GROUP = "Rewards";
const idParams = z.object({ id: z.string() });
/** Newest challenges and oldest entries that administrators see at once. */
const LISTED = 100;

export const challengesOnOffer = route({
  method: "get",
  path: "/challenges",
  access: PUBLIC,
  group: GROUP,
  summary: "Challenges that can be entered now, and where links of bets may lead.",
  input: {},
  answer: { status: 200, schema: challengeList },
  async handler({ context }) {
    const [challenges, hosts] = await Promise.all([openChallenges(context), listBetHosts(context.pool)]);
    return { body: { challenges: challenges.map(showChallenge), hosts } };
  },
});

export const ownEntries = route({
  method: "get",
  path: "/me/challenges",
  access: SESSION,
  group: GROUP,
  summary: "One's own entries, newest first.",
  input: {},
  answer: { status: 200, schema: challengeEntryList },
  async handler({ context }, call) {
    return { body: { entries: (await entriesOf(context, personOf(call).userId)).map(showEntry) } };
  },
});

export const enterOneChallenge = route({
  method: "post",
  path: "/me/challenges/:id/entry",
  access: SESSION,
  group: GROUP,
  summary: "Hands in the link of a bet, once for each challenge; 409 names why not.",
  input: { params: idParams, body: enterChallenge },
  answer: { status: 201, schema: challengeEntry },
  async handler({ context }, call) {
    return { body: showEntry(await enterInCore(context, call.params.id, personOf(call).userId, call.body.link)) };
  },
});

export const allChallenges = route({
  method: "get",
  path: "/admin/rewards/challenges",
  access: STAFF,
  group: GROUP,
  summary: "The newest challenges, and where links of bets may lead.",
  input: {},
  answer: { status: 200, schema: challengeList },
  async handler({ context }) {
    const [challenges, hosts] = await Promise.all([listChallenges(context, LISTED), listBetHosts(context.pool)]);
    return { body: { challenges: challenges.map(showChallenge), hosts } };
  },
});

export const makeOneChallenge = route({
  method: "post",
  path: "/admin/rewards/challenges",
  access: MANAGERS,
  group: GROUP,
  summary: "Makes a challenge and shows it in the groups that follow.",
  audit: "challenge.make",
  input: { body: makeChallengeBody },
  answer: { status: 201, schema: challenge },
  async handler({ context }, { body, principal }) {
    const input = {
      ...body,
      opensAt: body.opensAt === undefined ? undefined : new Date(body.opensAt),
      deadline: new Date(body.deadline),
    };
    const made = await makeChallenge(context, parseChallenge(input, context.clock.now()), actorOf(principal));
    return { body: showChallenge(made), audited: { isWritten: true } };
  },
});

export const closeOneChallenge = route({
  method: "post",
  path: "/admin/rewards/challenges/:id/close",
  access: MANAGERS,
  group: GROUP,
  summary: "Takes no more entries; those that wait are still decided.",
  audit: "challenge.close",
  input: { params: idParams },
  answer: { status: 200, schema: challenge },
  async handler({ context }, { params, principal }) {
    const closed = await closeChallenge(context, params.id, actorOf(principal));
    return { body: showChallenge(closed), audited: { isWritten: true } };
  },
});

export const setBetHosts = route({
  method: "post",
  path: "/admin/rewards/bet-hosts",
  access: MANAGERS,
  group: GROUP,
  summary: "Replaces the hosts to which links of bets may lead, with everything below them.",
  audit: "bet_hosts.replace",
  input: { body: betHosts },
  answer: { status: 200, schema: betHosts },
  async handler({ context }, { body, principal }) {
    const hosts = await replaceBetHosts(context, body.hosts, actorOf(principal));
    return { body: { hosts }, audited: { isWritten: true } };
  },
});

export const waitingEntries = route({
  method: "get",
  path: "/admin/rewards/entries",
  access: JUDGES,
  group: GROUP,
  summary: "Entries that wait for a decision, oldest first.",
  input: {},
  answer: { status: 200, schema: queuedEntryList },
  async handler({ context }) {
    const entries = await openEntries(context, LISTED);
    const names = await fullNamesOf(
      context.pool,
      entries.map(({ player }) => player),
    );
    return { body: { entries: entries.map((entry) => showQueuedEntry(entry, names)) } };
  },
});

async function decided({ context }: ApiServices, entry: ChallengeEntry) {
  const names = await fullNamesOf(context.pool, [entry.player]);
  return { body: showQueuedEntry(entry, names), audited: { isWritten: true } as const };
}

export const acceptOneEntry = route({
  method: "post",
  path: "/admin/rewards/entries/:id/accept",
  access: JUDGES,
  group: GROUP,
  summary: "Believes an entry: its prize is owed, as long as a place is left. Nobody decides his own.",
  audit: "challenge.accept",
  input: { params: idParams },
  answer: { status: 200, schema: queuedEntry },
  async handler(services, { params, principal }) {
    return decided(services, await acceptEntry(services.context, params.id, actorOf(principal)));
  },
});

export const rejectOneEntry = route({
  method: "post",
  path: "/admin/rewards/entries/:id/reject",
  access: JUDGES,
  group: GROUP,
  summary: "Turns an entry down; the person is told the reason.",
  audit: "challenge.reject",
  input: { params: idParams, body: withReason },
  answer: { status: 200, schema: queuedEntry },
  async handler(services, { params, body, principal }) {
    return decided(services, await rejectEntry(services.context, params.id, body, actorOf(principal)));
  },
});
