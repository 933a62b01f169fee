import { eq } from "drizzle-orm";
import { links, players } from "../../db/schema/players.js";
import { userRoles } from "../../db/schema/telegram.js";
import type { LaneInput } from "../../wire/race-lanes.js";
import type { PlayerId, RaceId, SourceId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";
import { ConflictError } from "../errors.js";
import { rememberTelegramUser, setCanBeMessaged, type TelegramPerson } from "../people/telegram-users.js";
import { setPredictionGame } from "../predictions/prediction-games.js";
import { changeGroupSettings } from "../telegram/group-settings.js";
import { isKnownChat, setMembership, type TelegramChat } from "../telegram/chats.js";
import { createRace } from "../races/create-race.js";
import { readRaces } from "../races/read-races.js";
import { finalizeRace } from "../settlement/finalize-race.js";
import { settleRace } from "../settlement/settle-race.js";
import { createSource, findSource } from "../sources/create-source.js";
import { readCurrentSecret } from "../sources/current-secret.js";
import { seedHistory, type SeedPlayer } from "./seed-history.js";

export const DEMO_SOURCE = "demo-casino";
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PRIZES = ["500.00", "250.00", "150.00", "100.00", "75.00", "50.00", "40.00", "30.00", "20.00", "10.00"];

export interface DemoWorld {
  /** The simulated casino's players, best first. */
  players: readonly SeedPlayer[];
  /** People of the sandbox: the first owns the place, the others are linked to one of the players each. */
  people: readonly TelegramPerson[];
  /** Groups of the sandbox that the bot administers; each gets a pinned live board. */
  groups: readonly TelegramChat[];
}

/** What the simulated casino needs to post. */
export interface PreparedDemo {
  source: string;
  secret: string;
}

/**
 * Makes sure that there is something to see: a source with a week of wagers, a race that is over with its result and
 * prizes, one that runs, one to come, and people who have their accounts linked. Safe to repeat at every start; a race that has ended is followed by a new one.
 */
export async function prepareDemo(context: CoreContext, world: DemoWorld): Promise<PreparedDemo> {
  const { id, secret } = await demoSource(context);
  const now = context.clock.now().getTime();
  const known = await readRaces(context.pool, { statuses: ["live", "scheduled"], limit: 10 });
  if (!known.some((race) => race.status === "live")) {
    await seedHistory(context.pool, {
      source: id,
      players: world.players,
      wagers: 4_000,
      from: new Date(now - 8 * DAY_MS),
      until: new Date(now - 60_000),
      totalUsd: 260_000,
      seed: 7,
    });
    const race = await createDemoRace(context, "Goat Lounge Weekly", now - 3 * DAY_MS, now + 4 * DAY_MS, {
      lanes: LANES,
    });
    await setPredictionGame(context, race, { prizes: ["50", "20"] }, "demo");
  }
  if (!known.some((race) => race.status === "scheduled")) {
    await createDemoRace(context, "Next week's race", now + 4 * DAY_MS, now + 11 * DAY_MS);
  }
  // Before anybody is linked: who has not started the bot yet cannot be told of his prize.
  if ((await readRaces(context.pool, { statuses: ["final", "paid"], limit: 1 })).length === 0)
    await finishDemoRace(context, now);
  await linkPeople(context, id, world);
  for (const group of world.groups) await pinBoard(context, group);
  return { source: DEMO_SOURCE, secret };
}

/** What `my_chat_member` and `/board` do; once, so that whoever switches the board off is not overruled at a restart. */
async function pinBoard(context: CoreContext, group: TelegramChat): Promise<void> {
  if (await isKnownChat(context, group.id)) return;
  await setMembership(context, group, { status: "administrator", canPin: true });
  await changeGroupSettings(context, group.id, { liveBoard: true });
}

/** What those can win who are in none of the first places. */
const LANES: LaneInput[] = [
  { title: "Most improved", counts: "improvement", prizes: ["60", "30"] },
  { title: "First $1,000", cap: "1000", prizes: ["25", "15", "10"] },
];

async function createDemoRace(
  context: CoreContext,
  title: string,
  startMs: number,
  endMs: number,
  rules: { graceMinutes?: number; disputeHours?: number; lanes?: LaneInput[] } = {},
): Promise<RaceId> {
  const wholeHour = (ms: number) => new Date(Math.floor(ms / HOUR_MS) * HOUR_MS).toISOString();
  const window = { startsAt: wholeHour(startMs), endsAt: wholeHour(endMs) };
  return createRace(context, { title, ...window, prizes: PRIZES, minWager: "100", ...rules }, "demo");
}

/** A race that ended when the present one began, settled and final: its result can be checked and its prizes claimed. */
async function finishDemoRace(context: CoreContext, nowMs: number): Promise<void> {
  const title = "Last week's race";
  const rules = { graceMinutes: 0, disputeHours: 0 };
  const id = await createDemoRace(context, title, nowMs - 8 * DAY_MS, nowMs - 3 * DAY_MS, rules);
  await unlessDone(() => settleRace(context, id, "demo"));
  await unlessDone(() => finalizeRace(context, id, "demo"));
}

/** The worker runs already and may have been quicker. */
async function unlessDone(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}

async function demoSource(context: CoreContext): Promise<{ id: SourceId; secret: string }> {
  const secret = await readCurrentSecret(context, DEMO_SOURCE);
  if (secret !== undefined) return { id: (await findSource(context, DEMO_SOURCE)).id, secret };
  return createSource(
    context,
    { slug: DEMO_SOURCE, name: "Demo Casino (simulated)", mode: "events" },
    { actor: "demo" },
  );
}

/** The first person owns the place and so plays in no race; the others hold places 2, 4, 6 …, with somebody above and below. */
async function linkPeople(
  context: CoreContext,
  source: SourceId,
  { people, players: accounts }: DemoWorld,
): Promise<void> {
  const rows = await context.db
    .select({ id: players.id, externalId: players.externalId })
    .from(players)
    .where(eq(players.sourceId, source));
  const ids = new Map<string, PlayerId>(rows.map((row) => [row.externalId, row.id]));
  for (const [at, person] of people.entries()) {
    await rememberTelegramUser(context, person);
    await setCanBeMessaged(context, person.id, true);
    if (at === 0) await context.db.insert(userRoles).values({ userId: person.id, role: "owner" }).onConflictDoNothing();
    const player = at === 0 ? undefined : ids.get(accounts[at * 2 - 1]?.externalId ?? "");
    if (player === undefined) continue;
    await context.db
      .insert(links)
      .values({
        userId: person.id,
        sourceId: source,
        playerId: player,
        state: "approved",
        proof: "demo",
        decidedAt: context.clock.now(),
      })
      .onConflictDoNothing();
  }
}
