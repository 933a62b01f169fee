import { ForbiddenError } from "../../core/errors.js";
import { decideDispute } from "../../core/disputes/disputes.js";
import { discardDeadLetter } from "../../core/ledger/dead-letters.js";
import { rejectLink } from "../../core/links/review-links.js";
import { failPayout, payPayout } from "../../core/payouts/move-payout.js";
import { endRaceEarly, extendRace } from "../../core/races/move-end.js";
import { voidRace } from "../../core/races/void-race.js";
import { askEnd } from "../conversations/new-race/window-questions.js";
import type { Order } from "../conversations/order-form.js";
import { type HtmlBlock, paragraphs, tg } from "../render/html.js";
import { raceHead } from "../render/race-card.js";
import { audited } from "./audited.js";
import { disputePanel } from "./disputes-panel.js";
import { linkPanel } from "./links-panel.js";
import { actorOf, JUDGES, MANAGERS, type PanelFrame, PAYERS } from "../panels/panel.js";
import { payoutPanel } from "./payouts-panel.js";
import { raceIdIn, racePanel } from "./races-panel.js";
import { letterPanel } from "./sources-panel.js";

/** A public reason (core/races/require-reason.ts). */
const REASON = [3, 500] as const;

async function raceQuestion({ services, language }: PanelFrame, subject: string, question: string): Promise<HtmlBlock> {
  const race = await services.views.race(raceIdIn(subject), { withDrafts: true });
  return paragraphs(raceHead(race, services.core.clock.now(), language), tg`${question}`);
}

/** Calls off a race in public, or a draft that nobody else has seen. */
function voidOrder(isDraft: boolean): Order {
  return {
    id: isDraft ? "discard-draft" : "void",
    roles: MANAGERS,
    length: REASON,
    question(frame, subject) {
      const { askDiscard, askVoid } = frame.language.bot.admin.races;
      return raceQuestion(frame, subject, isDraft ? askDiscard : askVoid);
    },
    confirm({ bot }) {
      const { confirmDiscard, confirmVoid } = bot.admin.races;
      return `🚫 ${isDraft ? confirmDiscard : confirmVoid}`;
    },
    async run(frame, { subject, text }) {
      const actor = actorOf(frame);
      await voidRace(frame.services.core, raceIdIn(subject), text, actor);
      const entry = { actor, action: "race.void", subject: `race:${subject}` };
      await audited(frame.services.core, { ...entry, detail: { reason: text } });
    },
    after: racePanel,
  };
}

const endEarlyOrder: Order = {
  id: "end-early",
  roles: MANAGERS,
  length: REASON,
  question: (frame, subject) => raceQuestion(frame, subject, frame.language.bot.admin.races.askEndEarly),
  confirm: ({ bot }) => `⏹ ${bot.admin.races.confirmEndEarly}`,
  async run(frame, { subject, text }) {
    const actor = actorOf(frame);
    await endRaceEarly(frame.services.core, raceIdIn(subject), text, actor);
    const detail = { reason: text };
    await audited(frame.services.core, { actor, action: "race.end_early", subject: `race:${subject}`, detail });
  },
  after: racePanel,
};

const extendOrder: Order = {
  id: "extend",
  roles: MANAGERS,
  length: REASON,
  async choose(form, subject) {
    const { services, language } = form;
    const race = await form.outside(() => services.views.race(raceIdIn(subject)));
    const head = tg`⏩ <b>${language.bot.admin.races.extend}</b>`;
    return askEnd(form, race.endsAt, { timeZone: race.timeZone, head, isExtension: true });
  },
  question: (frame, subject) => raceQuestion(frame, subject, frame.language.bot.admin.races.askExtend),
  async run(frame, { subject, text, choice }) {
    const actor = actorOf(frame);
    const extension = { endsAt: new Date(choice), reason: text };
    await extendRace(frame.services.core, raceIdIn(subject), extension, actor);
    const detail = { endsAt: choice, reason: text };
    await audited(frame.services.core, { actor, action: "race.extend", subject: `race:${subject}`, detail });
  },
  after: racePanel,
};

const payOrder: Order = {
  id: "pay",
  roles: PAYERS,
  length: [1, 200],
  question: async (frame, subject) =>
    paragraphs((await payoutPanel(frame, subject)).block, tg`${frame.language.bot.admin.payouts.askReference}`),
  async run(frame, { subject, text }) {
    const actor = actorOf(frame);
    await payPayout(frame.services.core, subject, { reference: text }, actor);
    await audited(frame.services.core, {
      actor,
      action: "payout.pay",
      subject: `payout:${subject}`,
      detail: { reference: text },
    });
  },
  after: payoutPanel,
};

const failOrder: Order = {
  id: "fail",
  roles: PAYERS,
  length: REASON,
  question: async (frame, subject) =>
    paragraphs((await payoutPanel(frame, subject)).block, tg`${frame.language.bot.admin.payouts.askFailure}`),
  async run(frame, { subject, text }) {
    const actor = actorOf(frame);
    await failPayout(frame.services.core, subject, { reason: text }, actor);
    await audited(frame.services.core, {
      actor,
      action: "payout.fail",
      subject: `payout:${subject}`,
      detail: { reason: text },
    });
  },
  after: payoutPanel,
};

function disputeOrder(isAccepted: boolean): Order {
  return {
    id: isAccepted ? "accept" : "reject",
    roles: JUDGES,
    length: REASON,
    question: async (frame, subject) => {
      const { disputes } = frame.language.bot.admin;
      const ask = isAccepted ? disputes.askAccept : disputes.askReject;
      return paragraphs((await disputePanel(frame, subject)).block, tg`${ask}`);
    },
    async run(frame, { subject, text }) {
      const actor = actorOf(frame);
      await decideDispute(frame.services.core, subject, { isAccepted, answer: text }, actor);
      const action = isAccepted ? "dispute.accept" : "dispute.reject";
      await audited(frame.services.core, { actor, action, subject: `dispute:${subject}` });
    },
    after: disputePanel,
  };
}

const rejectLinkOrder: Order = {
  id: "reject-link",
  roles: JUDGES,
  length: REASON,
  question: async (frame, subject) =>
    paragraphs((await linkPanel(frame, subject)).block, tg`${frame.language.bot.admin.links.askReject}`),
  // The domain writes the audit of links by itself.
  run: async (frame, { subject, text }) => {
    await rejectLink(frame.services.core, subject, { reason: text }, { actor: actorOf(frame) });
  },
  explain: (error, { bot }) => (error instanceof ForbiddenError ? bot.admin.links.ownLink : undefined),
  after: linkPanel,
};

const discardOrder: Order = {
  id: "discard",
  roles: MANAGERS,
  length: [1, 500],
  question: async (frame, subject) =>
    paragraphs((await letterPanel(frame, subject)).block, tg`${frame.language.bot.admin.letters.askDiscard}`),
  async run(frame, { subject, text }) {
    await discardDeadLetter(frame.services.core, Number(subject), text);
    const entry = { actor: actorOf(frame), action: "dead_letter.discard", subject: `dead_letter:${subject}` };
    await audited(frame.services.core, { ...entry, detail: { reason: text } });
  },
  after: letterPanel,
};

/** Everything that administrators order with words. */
export const ORDERS: readonly Order[] = [
  voidOrder(false),
  voidOrder(true),
  endEarlyOrder,
  extendOrder,
  payOrder,
  failOrder,
  disputeOrder(true),
  disputeOrder(false),
  rejectLinkOrder,
  discardOrder,
];
