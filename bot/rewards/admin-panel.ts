import { type Milestone, listMilestones } from "../../core/rewards/milestones.js";
import { readVipLadder } from "../../core/rewards/vip-ladder.js";
import { formatCents, formatMicroUsd } from "../../wire/money.js";
import { MANAGERS, mayUse, panelButton, type PanelFrame, shortLabel } from "../panels/panel.js";
import { lines, paragraphs, tg } from "../render/html.js";
import type { ViewLanguage } from "../render/view-language.js";
import type { Screen } from "../screens/screen.js";

/** Steps that get a button to end them; more than these are seldom set up. */
const MOST_BUTTONS = 12;

function stepText({ period, threshold, every, prize }: Milestone, { bot, formats }: ViewLanguage): string {
  const { admin } = bot.rewards;
  const step = admin.step(
    admin.periods[period],
    formats.money(formatMicroUsd(threshold)),
    formats.money(formatCents(prize)),
  );
  return every === null ? step : `${step}, ${admin.repeats(formats.money(formatMicroUsd(every)))}`;
}

/** The administrators' page of rewards. */
export function rewardsDeskPanel({ language }: PanelFrame): Promise<Screen> {
  const { admin } = language.bot.rewards;
  return Promise.resolve({
    block: tg`⭐ <b>${admin.title}</b>`,
    keyboard: [
      [panelButton(`🚩 ${admin.milestonesTitle}`, "milestones"), panelButton(`🏅 ${admin.tiersTitle}`, "tiers")],
      [panelButton(`⚡ ${admin.dropsTitle}`, "drops"), panelButton(`🎯 ${admin.challengesTitle}`, "challenges")],
      [panelButton(`🎟 ${admin.rafflesTitle}`, "raffles")],
      [panelButton(`☰ ${language.bot.admin.menu}`, "home")],
    ],
  });
}

/** The steps, with what managers can do about them. */
export async function milestonesPanel({ services, language, roles }: PanelFrame): Promise<Screen> {
  const { admin } = language.bot.rewards;
  const milestones = await listMilestones(services.core.pool);
  const isManager = mayUse(roles, MANAGERS);
  return {
    block: paragraphs(
      tg`🚩 <b>${admin.milestonesTitle}</b>`,
      milestones.length === 0
        ? tg`${admin.noMilestones}`
        : lines(...milestones.map((one) => tg`• ${stepText(one, language)}`)),
    ),
    keyboard: [
      ...(isManager
        ? milestones
            .slice(0, MOST_BUTTONS)
            .map((one) => [
              panelButton(shortLabel(`✖️ ${admin.retire(stepText(one, language))}`), "end-milestone", one.id),
            ])
        : []),
      isManager && milestones.length === 0 ? [panelButton(`🪜 ${admin.addTypical}`, "usual-milestones")] : [],
      isManager ? [panelButton(`➕ ${admin.addStep}`, "add-milestone")] : [],
      [panelButton(`‹ ${admin.back}`, "rewards-desk")],
    ],
  };
}

/** The ladder of status levels. */
export async function tiersPanel({ services, language, roles }: PanelFrame): Promise<Screen> {
  const { admin } = language.bot.rewards;
  const ladder = await readVipLadder(services.core.pool);
  return {
    block: paragraphs(
      tg`🏅 <b>${admin.tiersTitle}</b>`,
      lines(...ladder.map(({ name, from }) => tg`• ${name}: ${language.formats.money(formatMicroUsd(from))}`)),
    ),
    keyboard: [
      mayUse(roles, MANAGERS) ? [panelButton(`✏️ ${admin.editTiers}`, "edit-tiers")] : [],
      [panelButton(`‹ ${admin.back}`, "rewards-desk")],
    ],
  };
}
