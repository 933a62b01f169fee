import { lifetimeWager } from "../../core/players/player-stats.js";
import { listGames } from "../../core/predictions/prediction-games.js";
import { openChallenges } from "../../core/rewards/challenges.js";
import { openDrops } from "../../core/rewards/drops.js";
import { type OwnRewards, type Progress, readOwnRewards } from "../../core/rewards/own-rewards.js";
import { readVipLadder, tierOf } from "../../core/rewards/vip-ladder.js";
import type { PlayerId } from "../../wire/ids.js";
import { formatCents, formatMicroUsd } from "../../wire/money.js";
import { panelButton, type PanelFrame, shortLabel } from "../panels/panel.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import type { ViewLanguage } from "../render/view-language.js";
import type { Screen } from "../screens/screen.js";
import { challengeBlock, taskText } from "./challenge-block.js";
import { dropBlock, dropWorth } from "./drop-block.js";
import { runningRaffles } from "./raffle-panels.js";

/** Drops are rare; three at once are many. */
const MOST_DROPS = 3;
const MOST_CHALLENGES = 5;
const MOST_GAMES = 3;

/** `/rewards`: what a person can earn beside the races, and how far he is. */
export async function rewardsPanel(frame: PanelFrame): Promise<Screen> {
  const { services, language, person } = frame;
  const { rewards: texts } = language.bot;
  const own = await readOwnRewards(services.core, person);
  const [drops, challenges] =
    own.hindrance === null ? await Promise.all([openDrops(services.core), openChallenges(services.core)]) : [[], []];
  const games = (await listGames(services.core, MOST_GAMES)).filter(({ state }) => state === "open");
  const raffles = own.hindrance === null ? await runningRaffles(frame) : [];
  return {
    block: paragraphs(
      lines(tg`⭐ <b>${texts.title}</b>`, tg`${texts.lead}`),
      own.hindrance === null ? undefined : tg`ℹ️ ${texts.hindrance[own.hindrance]}`,
      await tierBlock(services.core, own, language),
      milestonesBlock(own.milestones, language),
      ...raffles,
      ...challenges.slice(0, MOST_CHALLENGES).map((one) => challengeBlock(one, services.core.timeZone, language)),
      ...drops.slice(0, MOST_DROPS).map((drop) => dropBlock(drop, services.core.timeZone, language)),
    ),
    keyboard: [
      ...games.map(({ race, title }) => [
        panelButton(shortLabel(`🔮 ${texts.predictions.button}: ${displayName(title, 24)}`), "predict", race),
      ]),
      ...drops
        .slice(0, MOST_DROPS)
        .map((drop) => [
          panelButton(shortLabel(`⚡ ${texts.drops.claim}: ${dropWorth(drop, language)}`), "claim-drop", drop.id),
        ]),
      ...challenges
        .slice(0, MOST_CHALLENGES)
        .map((one) => [
          panelButton(shortLabel(`🎯 ${texts.challenges.enter(taskText(one, language))}`), "enter-challenge", one.id),
        ]),
      own.hindrance === null ? [panelButton(`⌨️ ${texts.drops.enterCode}`, "enter-code")] : [],
      [panelButton(`🎁 ${texts.prizes}`, "prizes"), panelButton(`🔄 ${texts.refresh}`, "rewards")],
      [services.links.button(`📱 ${language.bot.buttons.openApp}`, { page: "rewards" }, "private")],
    ],
  };
}

async function tierBlock(
  { pool }: PanelFrame["services"]["core"],
  { accounts, hidesPrompts }: OwnRewards,
  { bot, formats }: ViewLanguage,
): Promise<HtmlBlock | undefined> {
  if (accounts.length === 0) return undefined;
  const [lifetime, ladder] = [await lifetimeWager({ pool }, accounts), await readVipLadder(pool)];
  const { name, next } = tierOf(ladder, lifetime);
  const texts = bot.rewards;
  const onward =
    next === null ? texts.highestTier : texts.nextTier(next.name, formats.money(formatMicroUsd(next.from)));
  return lines(tg`🏅 <b>${texts.tier(name)}</b>`, hidesPrompts ? undefined : tg`${onward}`);
}

function milestonesBlock(milestones: readonly Progress[], language: ViewLanguage): HtmlBlock | undefined {
  if (milestones.length === 0) return undefined;
  const several = new Set(milestones.map(({ player }) => player)).size > 1;
  return lines(
    tg`🚩 <b>${language.bot.rewards.milestones}</b>`,
    ...milestones.map((one) => progressLine(one, several ? one.player : undefined, language)),
  );
}

function progressLine(
  { window, wagered, reached, next }: Progress,
  player: PlayerId | undefined,
  { bot, formats }: ViewLanguage,
): HtmlBlock {
  const { rewards: texts } = bot;
  const money = formats.money(formatMicroUsd(wagered));
  const onward =
    next === undefined
      ? ""
      : `; ${texts.next(formats.money(formatMicroUsd(next.threshold)), formats.money(formatCents(next.prize)))}`;
  const whose = player === undefined ? "" : `p${player}: `;
  return tg`• ${whose}${texts.progress[window.period](money)}, ${texts.reached(reached)}${onward}`;
}
