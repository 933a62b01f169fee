import * as z from "zod/mini";
import { ownTickets as readOwnTickets } from "../../core/rewards/draw-raffle.js";
import { eligibleAccountsOf } from "../../core/rewards/eligible.js";
import {
  cancelRaffle,
  listRaffles,
  makeRaffle as makeInCore,
  parseRaffle,
  type Raffle,
  readRaffleText,
} from "../../core/rewards/raffles.js";
import { withReason } from "../../wire/admin-races.js";
import { formatCents, formatMicroUsd } from "../../wire/money.js";
import { makeRaffle, ownTickets, raffle, raffleList, type Raffle as WireRaffle } from "../../wire/raffles.js";
import { actorOf } from "../auth/principal.js";
import { parseInput } from "../http/parse-input.js";
import { admin, personOf, PUBLIC, route, type Route, SESSION } from "../route.js";

const MANAGERS = admin("owner", "admin");
const GROUP = "Rewards";
const raffleParams = z.object({ id: z.string() });
/** Newest raffles that are listed. */
const LISTED = 20;

function showRaffle({ document, ...one }: Raffle): WireRaffle {
  return {
    id: one.id,
    title: one.title,
    startsAt: one.startsAt.toISOString(),
    endsAt: one.endsAt.toISOString(),
    ticketPrice: formatMicroUsd(one.ticketPrice),
    prizes: one.prizes.map(formatCents),
    commitment: one.commitment,
    state: one.state,
    cancelReason: one.cancelReason,
    participants: document === null ? null : document.participants.length,
    winners:
      document === null ? null : document.winners.map(({ place, pseudonym, prize }) => ({ place, pseudonym, prize })),
  };
}

export const allRaffles = route({
  method: "get",
  path: "/raffles",
  access: PUBLIC,
  group: GROUP,
  summary: "The newest raffles: what they need, the hash of their seed, and who won.",
  input: {},
  answer: { status: 200, schema: raffleList },
  async handler({ context }) {
    return { body: { raffles: (await listRaffles(context, LISTED)).map(showRaffle) } };
  },
});

const documentInput = z.object({ params: raffleParams });

export const raffleResult: Route = {
  method: "get",
  path: "/raffles/:id/document",
  access: PUBLIC,
  group: GROUP,
  summary:
    "The published draw in its canonical form, with the seed: anybody can compute it again. 404 before the draw.",
  input: { params: raffleParams },
  status: 200,
  answer: z.unknown(),
  mediaType: "application/json",
  async run({ context }, { input }) {
    const { params } = parseInput(documentInput, input);
    // Members keep their order, so what is sent is the canonical text again.
    return { body: JSON.parse(await readRaffleText(context, params.id)) };
  },
};

export const ticketsOfMine = route({
  method: "get",
  path: "/me/raffles",
  access: SESSION,
  group: GROUP,
  summary: "One's own tickets, and one's name in the published draws.",
  input: {},
  answer: { status: 200, schema: ownTickets },
  async handler({ context }, call) {
    const { userId } = personOf(call);
    const raffles = await listRaffles(context, LISTED);
    const accounts = await eligibleAccountsOf(context.pool, userId);
    const tickets = await readOwnTickets(context, raffles, accounts, userId);
    return { body: { tickets: tickets.map((one) => ({ ...one, wagered: formatMicroUsd(one.wagered) })) } };
  },
});

export const makeOneRaffle = route({
  method: "post",
  path: "/admin/rewards/raffles",
  access: MANAGERS,
  group: GROUP,
  summary: "Makes a raffle: the hash of its secret seed is public from then on.",
  audit: "raffle.make",
  input: { body: makeRaffle },
  answer: { status: 201, schema: raffle },
  async handler({ context }, { body, principal }) {
    const input = { ...body, startsAt: new Date(body.startsAt), endsAt: new Date(body.endsAt) };
    const made = await makeInCore(context, parseRaffle(input, context.clock.now()), actorOf(principal));
    return { body: showRaffle(made), audited: { isWritten: true } };
  },
});

export const cancelOneRaffle = route({
  method: "post",
  path: "/admin/rewards/raffles/:id/cancel",
  access: MANAGERS,
  group: GROUP,
  summary: "Calls a raffle off, with a public reason; refused once it is drawn.",
  audit: "raffle.cancel",
  input: { params: raffleParams, body: withReason },
  answer: { status: 200, schema: raffle },
  async handler({ context }, { params, body, principal }) {
    const cancelled = await cancelRaffle(context, params.id, body, actorOf(principal));
    return { body: showRaffle(cancelled), audited: { isWritten: true } };
  },
});
