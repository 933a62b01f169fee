import type { RaceId } from "../../wire/ids.js";
import { cents, formatCents, formatMicroUsd } from "../../wire/money.js";
import type { CreateRace } from "../../wire/admin-races.js";
import type { LaneInput } from "../../wire/race-lanes.js";
import type { CoreContext } from "../context.js";
import { InvalidInputError } from "../errors.js";
import { stillRolledOver } from "../payouts/roll-over.js";
import { advanceRace } from "./advance-races.js";
import { checkRace, type CheckedRace } from "./check-race.js";
import { actOnRace, recordRaceEvent, refreezeRules } from "./move-race.js";
import { laneText, type RaceLane } from "./race-lanes.js";
import { formatWeight } from "./race-rules.js";
import type { RaceRecord } from "./read-races.js";
import { requireReason } from "./require-reason.js";
import { updateRace } from "./write-race.js";

/** What may be changed; fields left out stay. `note` is public and needed once the race is live. */
export type RaceChange = { [Field in keyof CreateRace]?: CreateRace[Field] | undefined } & {
  note?: string | undefined;
};

/**
 * Changes a race: freely before its start; while it is live only as a new version of the rules with a public note, and
 * without touching the window; never after its end, because people wagered on the published terms.
 * @throws NotFoundError, InvalidInputError with every problem found, ConflictError with the allowed moves
 */
export async function changeRace(
  context: Pick<CoreContext, "pool" | "timeZone">,
  id: RaceId,
  change: RaceChange,
  actor: string,
): Promise<void> {
  await actOnRace(context, id, "change", async (client, race) => {
    const { note, ...fields } = change;
    const isLive = race.status === "live";
    if (isLive) refuseWindow(fields);
    const publicNote = isLive ? requireReason(note ?? "", "note") : note;
    const changedRace = await checkRace(client, { ...asInput(race), ...given(fields) }, race.timeZone);
    if ((publicNote ?? "").trim() === "") refuseUnsaidPrize(race, changedRace);
    await updateRace(client, id, changedRace);
    const changed = Object.keys(given(fields));
    const detail = isLive ? { changed, ...(await refreezeRules(client, id)) } : { changed };
    await recordRaceEvent(client, id, { event: "changed", actor, note: publicNote, detail });
  });
  await advanceRace(context, id);
}

/**
 * A first prize that holds what nobody claimed before grew by itself, perhaps while somebody was filling in a form:
 * whoever sets another one says so in public, so that no form overwrites the money of earlier races unseen.
 */
function refuseUnsaidPrize(before: RaceRecord, { prizes }: CheckedRace): void {
  const [first] = before.prizes;
  if (first === undefined || prizes[0] === first) return;
  if (before.rolledOver === 0n) return;
  const holds = `is ${formatCents(first)} USD now, ${formatCents(before.rolledOver)} of them prizes of earlier races that nobody claimed`;
  throw new InvalidInputError(`The first prize ${holds}.`, [
    { path: "prizes.0", message: `${holds}: to set another one all the same, say why in \`note\`, in public` },
  ]);
}

/** Fields that were left out and fields that are `undefined` mean the same. */
function given(fields: Omit<RaceChange, "note">): Partial<CreateRace> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function refuseWindow(fields: Omit<RaceChange, "note">): void {
  const issues = [];
  if (fields.startsAt !== undefined) issues.push({ path: "startsAt", message: "the race has started" });
  if (fields.endsAt !== undefined)
    issues.push({ path: "endsAt", message: "use extend or end-early, which give a reason" });
  if (fields.timeZone !== undefined) issues.push({ path: "timeZone", message: "the race has started" });
  if (issues.length > 0) throw new InvalidInputError("The window of a race that runs is not changed.", issues);
}

function laneInput(lane: RaceLane): LaneInput {
  const { cap, lastMonth, ...rest } = laneText(lane);
  return {
    ...rest,
    ...(cap !== null && { cap }),
    ...(lastMonth !== null && {
      lastMonth: { from: lastMonth.from, ...(lastMonth.below !== null && { below: lastMonth.below }) },
    }),
  };
}

/** As {@link asInput}, for another race like it: without what rolled over into this one alone. */
export function asTemplate(race: RaceRecord): CreateRace {
  const rolledOver = stillRolledOver(race);
  const prizes = race.prizes.map((prize, at) => (at === 0 ? cents(prize - rolledOver) : prize));
  const growth = race.growth === null ? null : { ...race.growth, limit: cents(race.growth.limit - rolledOver) };
  return asInput({ ...race, prizes, growth });
}

/** A stored race as somebody would have asked for it. */
function asInput(race: RaceRecord): CreateRace {
  return {
    title: race.title,
    startsAt: race.startsAt.toISOString(),
    endsAt: race.endsAt.toISOString(),
    timeZone: race.timeZone,
    prizes: race.prizes.map(formatCents),
    ...(race.growth === null
      ? {}
      : { growth: { share: formatWeight(race.growth.share), limit: formatCents(race.growth.limit) } }),
    ...(race.floors === null ? {} : { floors: race.floors.map(formatCents) }),
    tieRule: race.tieRule,
    minWager: formatMicroUsd(race.minWager),
    graceMinutes: race.graceMinutes,
    disputeHours: race.disputeHours,
    weights: Object.fromEntries([...race.weights].map(([category, weight]) => [category, formatWeight(weight)])),
    requireLink: race.requireLink,
    newcomers: race.newcomers,
    ...(race.sources === null ? {} : { sources: [...race.sources] }),
    ...(race.cap === null ? {} : { cap: formatMicroUsd(race.cap) }),
    lanes: race.lanes.map(laneInput),
    claimDays: race.claimDays,
    unclaimed: race.unclaimed,
  };
}
