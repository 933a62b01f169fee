import { NotFoundError } from "../../core/errors.js";
import { fullNamesOf } from "../../core/players/full-names.js";
import { openEntries, readEntry } from "../../core/rewards/challenge-entries.js";
import { type Challenge, listBetHosts, listChallenges } from "../../core/rewards/challenges.js";
import { formatCents } from "../../wire/money.js";
import { JUDGES, MANAGERS, mayUse, panelButton, type PanelFrame, shortLabel } from "../panels/panel.js";
import { lines, paragraphs, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import type { Screen } from "../screens/screen.js";
import { taskText } from "./challenge-block.js";

const SHOWN = 8;

/** The newest challenges, the queue, and what managers can do about them. */
export async function challengesPanel({ services, language, roles }: PanelFrame): Promise<Screen> {
  const { admin, challenges: texts } = language.bot.rewards;
  const [challenges, hosts, waiting] = await Promise.all([
    listChallenges(services.core, SHOWN),
    listBetHosts(services.core.pool),
    openEntries(services.core, 100),
  ]);
  const isManager = mayUse(roles, MANAGERS);
  const line = (one: Challenge) =>
    tg`• <b>${taskText(one, language)}</b>: ${language.formats.money(formatCents(one.prize))}, ${texts.left(language.formats.count(one.winnersLeft))}, ${admin.challengeStates[one.state]}`;
  const isRunning = ({ state }: Challenge): boolean => state === "open" || state === "waiting";
  return {
    block: paragraphs(
      tg`🎯 <b>${admin.challengesTitle}</b>`,
      challenges.length === 0 ? tg`${admin.noChallenges}` : lines(...challenges.map(line)),
      tg`🌐 ${hosts.length === 0 ? admin.noHosts : hosts.join(", ")}`,
    ),
    keyboard: [
      mayUse(roles, JUDGES)
        ? [panelButton(`🔎 ${admin.queue(language.formats.count(waiting.length))}`, "entries")]
        : [],
      ...(isManager
        ? challenges
            .filter(isRunning)
            .map((one) => [
              panelButton(shortLabel(`⏹ ${admin.closeChallenge(taskText(one, language))}`), "close-challenge", one.id),
            ])
        : []),
      isManager
        ? [panelButton(`➕ ${admin.newChallenge}`, "new-challenge"), panelButton(`🌐 ${admin.hosts}`, "bet-hosts")]
        : [],
      [panelButton(`‹ ${admin.back}`, "rewards-desk")],
    ],
  };
}

/** Entries that wait for a decision, oldest first. */
export async function entriesPanel({ services, language }: PanelFrame): Promise<Screen> {
  const { admin } = language.bot.rewards;
  const entries = await openEntries(services.core, SHOWN);
  const names = await fullNamesOf(
    services.core.pool,
    entries.map(({ player }) => player),
  );
  return {
    block: paragraphs(tg`🔎 <b>${admin.queueTitle}</b>`, entries.length === 0 ? tg`${admin.queueEmpty}` : undefined),
    keyboard: [
      ...entries.map((entry) => [
        panelButton(
          shortLabel(
            `${displayName(names.get(entry.player)?.name ?? entry.player, 14)} · ${taskText(entry, language)}`,
          ),
          "entry",
          entry.id,
        ),
      ]),
      [panelButton(`‹ ${admin.challengesTitle}`, "challenges")],
    ],
  };
}

/** One entry with the link of its bet. @throws NotFoundError */
export async function entryPanel({ services, language }: PanelFrame, subject: string): Promise<Screen> {
  const entry = await readEntry(services.core, subject);
  const name = (await fullNamesOf(services.core.pool, [entry.player])).get(entry.player);
  if (name === undefined) throw new NotFoundError("There is no such player.");
  const { admin, challenges: texts } = language.bot.rewards;
  const isOpen = entry.state === "open";
  return {
    block: paragraphs(
      lines(
        tg`🎯 <b>${taskText(entry, language)}</b> · ${texts.states[entry.state]}`,
        tg`${displayName(name.name, 40)} (${name.source}: ${name.externalId})`,
      ),
      tg`<code>${entry.betLink}</code>`,
      entry.reason === null ? undefined : tg`${texts.reason}: ${entry.reason}`,
    ),
    keyboard: [
      [{ text: `🌐 ${admin.openBet}`, url: entry.betLink }],
      isOpen
        ? [
            panelButton(`✅ ${admin.accept}`, "accept-entry", entry.id),
            panelButton(`✖️ ${admin.reject}`, "reject-entry", entry.id),
          ]
        : [],
      [panelButton(`‹ ${admin.queueTitle}`, "entries")],
    ],
  };
}
