import { answerByEditing } from "../answers.js";
import { enterForm } from "../conversations/forms-feature.js";
import { newRaceForm } from "../conversations/new-race/new-race-form.js";
import { orderForm } from "../conversations/order-form.js";
import { paragraphs, tg } from "../render/html.js";
import type { Role } from "../../wire/scalars.js";
import { type Act, approve, approveLinkAs, makeFinal, replay, settleNow } from "./acts.js";
import { disputePanel, disputesPanel } from "./disputes-panel.js";
import { linkPanel, linksPanel } from "./links-panel.js";
import { ORDERS } from "./orders.js";
import { JUDGES, MANAGERS, type PanelPress, type PanelScreen, PAYERS, STAFF } from "./panel.js";
import { payoutPanel, payoutsPanel } from "./payouts-panel.js";
import { racePanel, racesPanel } from "./races-panel.js";
import { settlePanel, waitingRacesPanel } from "./settle-panel.js";
import { letterPanel, lettersPanel, sourcePanel, sourcesPanel } from "./sources-panel.js";

/** Turns the pressed message into a panel. */
function shows(roles: readonly Role[], screen: PanelScreen): PanelPress {
  return {
    roles,
    async run(ctx, frame, subject) {
      const { block, keyboard } = await screen(frame, subject);
      await answerByEditing(ctx, block, keyboard);
    },
  };
}

/** Does something, and shows in the panel what became of it. */
function does(roles: readonly Role[], act: Act, after: PanelScreen): PanelPress {
  return {
    roles,
    async run(ctx, frame, subject) {
      const news = await act(frame, subject);
      const { block, keyboard } = await after(frame, subject);
      const said = news === undefined ? tg`✅ ${frame.language.bot.admin.done}` : tg`ℹ️ ${news}`;
      await answerByEditing(ctx, paragraphs(said, block), keyboard);
    },
  };
}

const orders = ORDERS.map((order): [string, PanelPress] => [
  order.id,
  { roles: order.roles, run: (ctx, _frame, subject) => enterForm(ctx, orderForm(order), subject) },
]);

/** Every press of the administrators' panels by its name, with the roles that may make it. */
export const PANEL_PRESSES: ReadonlyMap<string, PanelPress> = new Map<string, PanelPress>([
  ["races", shows(STAFF, racesPanel)],
  ["race", shows(STAFF, racePanel)],
  ["new-race", { roles: MANAGERS, run: (ctx) => enterForm(ctx, newRaceForm) }],
  ["settlements", shows(MANAGERS, waitingRacesPanel)],
  ["settle", shows(MANAGERS, settlePanel)],
  ["settle-now", does(MANAGERS, settleNow, racePanel)],
  ["finalize", does(MANAGERS, makeFinal, racePanel)],
  ["payouts", shows(PAYERS, payoutsPanel)],
  ["payout", shows(PAYERS, payoutPanel)],
  ["approve", does(PAYERS, approve, payoutPanel)],
  ["sources", shows(JUDGES, sourcesPanel)],
  ["source", shows(JUDGES, sourcePanel)],
  ["letters", shows(JUDGES, lettersPanel)],
  ["letter", shows(JUDGES, letterPanel)],
  ["replay", does(MANAGERS, replay, letterPanel)],
  ["links", shows(JUDGES, linksPanel)],
  ["review-link", shows(JUDGES, linkPanel)],
  ["approve-link", does(JUDGES, approveLinkAs(false), linkPanel)],
  ["transfer-link", does(JUDGES, approveLinkAs(true), linkPanel)],
  ["disputes", shows(JUDGES, disputesPanel)],
  ["dispute", shows(JUDGES, disputePanel)],
  ...orders,
]);
