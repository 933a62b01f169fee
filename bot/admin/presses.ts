import { enterForm } from "../conversations/forms-feature.js";
import { newRaceForm } from "../conversations/new-race/new-race-form.js";
import { orderForm } from "../conversations/order-form.js";
import { approve, approveLinkAs, makeFinal, publish, replay, settleNow } from "./acts.js";
import { disputePanel, disputesPanel } from "./disputes-panel.js";
import { linkPanel, linksPanel, showEvidencePicture } from "./links-panel.js";
import { ORDERS } from "./orders.js";
import { does, JUDGES, MANAGERS, type PanelPress, PAYERS, shows, STAFF } from "../panels/panel.js";
import { payoutPanel, payoutsPanel } from "./payouts-panel.js";
import { racePanel, racesPanel } from "./races-panel.js";
import { settlePanel, waitingRacesPanel } from "./settle-panel.js";
import { letterPanel, lettersPanel, sourcePanel, sourcesPanel } from "./sources-panel.js";

const orders = ORDERS.map((order): [string, PanelPress] => [
  order.id,
  { roles: order.roles ?? [], run: (ctx, _frame, subject) => enterForm(ctx, orderForm(order), subject) },
]);

/** Every press of the administrators' panels by its name, with the roles that may make it. */
export const ADMIN_PRESSES: ReadonlyMap<string, PanelPress> = new Map<string, PanelPress>([
  ["races", shows(STAFF, racesPanel)],
  ["race", shows(STAFF, racePanel)],
  ["new-race", { roles: MANAGERS, run: (ctx) => enterForm(ctx, newRaceForm) }],
  ["publish", does(MANAGERS, publish, racePanel)],
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
  ["link-picture", { roles: JUDGES, run: showEvidencePicture }],
  ["approve-link", does(JUDGES, approveLinkAs(false), linkPanel)],
  ["transfer-link", does(JUDGES, approveLinkAs(true), linkPanel)],
  ["disputes", shows(JUDGES, disputesPanel)],
  ["dispute", shows(JUDGES, disputePanel)],
  ...orders,
]);
