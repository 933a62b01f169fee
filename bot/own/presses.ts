import { findLinkProofs } from "../../core/links/links-by-clock.js";
import { removeLink } from "../../core/links/own-links.js";
import { confirmPayout } from "../../core/payouts/move-payout.js";
import { enterForm } from "../conversations/forms-feature.js";
import { linkForm } from "../conversations/link-form.js";
import { orderForm } from "../conversations/order-form.js";
import { type Act, does, type PanelPress, shows } from "../panels/panel.js";
import { lanesPanel } from "./lanes-panel.js";
import { afterJoining, afterLeaving, joinAct, leaveAct } from "./squad-acts.js";
import { squadsPanel } from "./squads-panel.js";
import { ownLinkPanel, ownLinksPanel, unlinkPanel } from "./links-panel.js";
import { OWN_ORDERS } from "./orders.js";
import { prizePanel, prizesPanel } from "./prizes-panel.js";
import { whyPanel } from "./why-panel.js";
import { listLinksOf } from "../../core/links/own-links.js";

/** The worker looks every few seconds; a person who asks does not have to wait for it. */
const checkLink: Act = async ({ services, language, person }, subject) => {
  await findLinkProofs(services.core);
  const link = (await listLinksOf(services.core, person)).find(({ id }) => id === subject);
  const { links } = language.bot.own;
  return link?.state === "pending" ? links.notYet : links.state[link?.state ?? "ended"];
};

const remove: Act = async ({ services, person }, subject) => {
  await removeLink(services.core, subject, person);
  return undefined;
};

const confirm: Act = async ({ services, person }, subject) => {
  await confirmPayout(services.core, subject, person);
  return undefined;
};

const orders = OWN_ORDERS.map((order): [string, PanelPress] => [
  order.id,
  { roles: "anyone", run: (ctx, _frame, subject) => enterForm(ctx, orderForm(order), subject) },
]);

/** Presses about what is one's own; the domain asks every time whose it is. */
export const OWN_PRESSES: ReadonlyMap<string, PanelPress> = new Map<string, PanelPress>([
  ["own-links", shows("anyone", ownLinksPanel)],
  ["own-link", shows("anyone", ownLinkPanel)],
  ["add-link", { roles: "anyone", run: (ctx) => enterForm(ctx, linkForm) }],
  ["check-link", does("anyone", checkLink, ownLinkPanel)],
  ["withdraw-link", does("anyone", remove, ownLinksPanel)],
  ["unlink", shows("anyone", unlinkPanel)],
  ["unlink-sure", does("anyone", remove, ownLinksPanel)],
  ["lanes", shows("anyone", lanesPanel)],
  ["why", shows("anyone", whyPanel)],
  ["squads", shows("anyone", squadsPanel)],
  ["squad-join", does("anyone", joinAct, afterJoining)],
  ["squad-leave", does("anyone", leaveAct, afterLeaving)],
  ["prizes", shows("anyone", prizesPanel)],
  ["prize", shows("anyone", prizePanel)],
  ["arrived", does("anyone", confirm, prizePanel)],
  ...orders,
]);
