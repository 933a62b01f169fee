import { InvalidInputError } from "../../core/errors.js";
import { cancelRaffle, makeRaffle, parseRaffle } from "../../core/rewards/raffles.js";
import { readMoment } from "../../core/time/wall-clock.js";
import type { Order } from "../conversations/order-form.js";
import { actorOf, MANAGERS } from "../panels/panel.js";
import { tg } from "../render/html.js";
import { rafflesPanel } from "./raffle-panels.js";

const newRaffleOrder: Order = {
  id: "new-raffle",
  roles: MANAGERS,
  length: [5, 500],
  question: (frame) => Promise.resolve(tg`🎟 ${frame.language.bot.rewards.admin.askRaffle}`),
  confirm: ({ bot }) => `🎟 ${bot.rewards.admin.newRaffle}`,
  run: async (frame, { text }) => {
    const { core } = frame.services;
    const [title = "", price = "", prizes = "", length = ""] = text.split("\n").map((line) => line.trim());
    const now = core.clock.now();
    const endsAt = readMoment(length, { now, base: now, timeZone: core.timeZone });
    if (endsAt === undefined) throw new InvalidInputError("no end");
    const plain = (amount: string): string => amount.replaceAll(/[$,]/g, "");
    const input = {
      title,
      startsAt: now,
      endsAt,
      ticketPrice: plain(price),
      prizes: prizes.split(/[\s;]+/).map(plain),
    };
    await makeRaffle(core, parseRaffle(input, now), actorOf(frame));
  },
  explain: (error, { bot }) => (error instanceof InvalidInputError ? bot.rewards.admin.badRaffle : undefined),
  after: rafflesPanel,
};

const cancelRaffleOrder: Order = {
  id: "cancel-raffle",
  roles: MANAGERS,
  length: [3, 500],
  question: (frame) => Promise.resolve(tg`🎟 ${frame.language.bot.rewards.admin.askCancel}`),
  run: async (frame, { subject, text }) => {
    await cancelRaffle(frame.services.core, subject, { reason: text }, actorOf(frame));
  },
  after: rafflesPanel,
};

/** What managers order with words about raffles. */
export const RAFFLE_ORDERS: readonly Order[] = [newRaffleOrder, cancelRaffleOrder];
