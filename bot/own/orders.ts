import { ConflictError, NotFoundError } from "../../core/errors.js";
import { openDispute } from "../../core/disputes/disputes.js";
import { objectToTransfer, submitEvidence } from "../../core/links/own-links.js";
import { claimPayout } from "../../core/payouts/move-payout.js";
import type { Order } from "../conversations/order-form.js";
import { paragraphs, tg } from "../render/html.js";
import { raceHead } from "../render/race-card.js";
import { raceScreen } from "../screens/race-screen.js";
import { raceIdIn } from "../admin/races-panel.js";
import { ownLinkPanel } from "./links-panel.js";
import { prizePanel } from "./prizes-panel.js";
import { formSquadOrder } from "./squad-acts.js";

/** For who can neither wager nor change a name: words or a picture for the administrators. */
const evidenceOrder: Order = {
  id: "evidence",
  length: [3, 1_000],
  takesPicture: true,
  question: ({ language }) => Promise.resolve(tg`✍️ ${language.bot.own.links.askEvidence}`),
  run: async ({ services, person }, { subject, text, picture }) => {
    await submitEvidence(services.core, subject, person, { text, picture });
  },
  done: ({ bot }) => bot.own.links.sent,
  after: ownLinkPanel,
};

/** The owner of an account says that whoever is taking it over is not he: an administrator decides. */
const objectOrder: Order = {
  id: "object",
  length: [3, 1_000],
  question: ({ language }) => Promise.resolve(tg`✋ ${language.bot.own.links.askObjection}`),
  run: async ({ services, person }, { subject, text }) => {
    await objectToTransfer(services.core, subject, person, text);
  },
  done: ({ bot }) => bot.own.links.objected,
  after: ownLinkPanel,
};

const claimOrder: Order = {
  id: "claim",
  length: [1, 200],
  question: async (frame, subject) =>
    paragraphs((await prizePanel(frame, subject)).block, tg`${frame.language.bot.own.prizes.askDestination}`),
  confirm: ({ bot }) => `🎁 ${bot.own.prizes.confirmClaim}`,
  run: async ({ services, person }, { subject, text }) => {
    await claimPayout(services.core, subject, { user: person, destination: text });
  },
  explain: (error, { bot }) => (error instanceof NotFoundError ? bot.own.prizes.proofNeeded : undefined),
  done: ({ bot }) => bot.own.prizes.claimed,
  after: prizePanel,
};

const disputeOrder: Order = {
  id: "doubt",
  length: [3, 2_000],
  question: async ({ services, language }, subject) => {
    const race = await services.views.race(raceIdIn(subject));
    return paragraphs(raceHead(race, services.core.clock.now(), language), tg`📣 ${language.bot.own.cases.ask}`);
  },
  run: async ({ services, person }, { subject, text }) => {
    await openDispute(services.core, { race: raceIdIn(subject), user: person, text });
  },
  explain: (error, { bot }) => {
    const { cases } = bot.own;
    if (!(error instanceof ConflictError)) return undefined;
    if (error.allowed.includes("link")) return cases.linkFirst;
    // A race that can be doubted and refuses without naming other moves has a case of this person.
    return error.allowed.length === 0 ? cases.already : cases.notNow;
  },
  done: ({ bot }) => bot.own.cases.opened,
  after: async ({ services, language, person }, subject) =>
    raceScreen({ services, language, place: "private", owner: person }, await services.views.race(raceIdIn(subject))),
};

/** What players order with words. */
export const OWN_ORDERS: readonly Order[] = [evidenceOrder, objectOrder, claimOrder, disputeOrder, formSquadOrder];
