import { ConflictError, ForbiddenError } from "../../core/errors.js";
import { replayDeadLetter } from "../../core/ledger/replay-dead-letter.js";
import { approveLink } from "../../core/links/review-links.js";
import { approvePayout } from "../../core/payouts/move-payout.js";
import { findPayout } from "../../core/payouts/payout-record.js";
import { publishRace } from "../../core/races/create-race.js";
import { readRace } from "../../core/races/read-races.js";
import { finalizeRace } from "../../core/settlement/finalize-race.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import { audited } from "./audited.js";
import { type Act, actorOf, type PanelFrame } from "../panels/panel.js";
import { raceIdIn } from "./races-panel.js";

export async function publish(frame: PanelFrame, subject: string): Promise<string | undefined> {
  const { core } = frame.services;
  const actor = actorOf(frame);
  try {
    await publishRace(core, raceIdIn(subject), actor);
  } catch (error) {
    const race = await readRace(core.pool, raceIdIn(subject));
    if (error instanceof ConflictError && race?.status === "draft") return frame.language.bot.admin.races.endIsPast;
    throw error;
  }
  await audited(core, { actor, action: "race.publish", subject: `race:${subject}` });
  return undefined;
}

export async function settleNow(frame: PanelFrame, subject: string): Promise<string> {
  const { core } = frame.services;
  const actor = actorOf(frame);
  const { version, players, documentHash, overruled } = await settleRace(core, raceIdIn(subject), actor);
  const detail = { version, players, documentHash, overruled };
  await audited(core, { actor, action: "race.settle", subject: `race:${subject}`, detail });
  return frame.language.bot.admin.settle.settled(version, players);
}

export async function makeFinal(frame: PanelFrame, subject: string): Promise<string> {
  const { core } = frame.services;
  const actor = actorOf(frame);
  const detail = await finalizeRace(core, raceIdIn(subject), actor);
  await audited(core, { actor, action: "race.finalize", subject: `race:${subject}`, detail });
  return frame.language.bot.admin.settle.isFinal(detail.payouts);
}

/** The two-person rule is explained, not just enforced. */
export async function approve(frame: PanelFrame, subject: string): Promise<string | undefined> {
  const { core } = frame.services;
  const actor = actorOf(frame);
  try {
    await approvePayout(core, subject, actor);
  } catch (error) {
    if (!(error instanceof ForbiddenError)) throw error;
    const payout = await findPayout(core, subject);
    const { payouts } = frame.language.bot.admin;
    return payout?.user === frame.person ? payouts.ownPrize : payouts.secondPerson;
  }
  await audited(core, { actor, action: "payout.approve", subject: `payout:${subject}` });
  return undefined;
}

export async function replay(frame: PanelFrame, subject: string): Promise<string> {
  const { core } = frame.services;
  const { letters } = frame.language.bot.admin;
  const outcome = await replayDeadLetter(core, Number(subject));
  const entry = { actor: actorOf(frame), action: "dead_letter.replay", subject: `dead_letter:${subject}` };
  await audited(core, { ...entry, detail: { ...outcome } });
  return outcome.status === "replayed" ? letters.replayed : letters.stillRefused(letters.reasons[outcome.reason]);
}

/** The domain writes the audit of links by itself. */
export function approveLinkAs(transfer: boolean): Act {
  return async (frame, subject) => {
    const { links } = frame.language.bot.admin;
    try {
      await approveLink(frame.services.core, subject, { transfer }, { actor: actorOf(frame) });
      return undefined;
    } catch (error) {
      if (error instanceof ForbiddenError) return links.ownLink;
      if (error instanceof ConflictError && error.allowed.includes("transfer")) return links.needsTransfer;
      throw error;
    }
  };
}
