import { fullNamesOf, type FullName } from "../../core/players/full-names.js";
import type { PolledSourceBlock } from "../../core/settlement/polled-source-blocks.js";
import type { SettlementBlock } from "../../core/settlement/settlement-blocks.js";
import {
  type SettlementFlag,
  type SettlementSummary,
  settlementSummary,
} from "../../core/settlement/settlement-summary.js";
import { sourceMessages } from "../../messages/source-messages.js";
import { formatMicroUsd, microUsd } from "../../wire/money.js";
import type { Race } from "../../wire/race.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import { raceHead } from "../render/race-card.js";
import { dateTime } from "../render/time.js";
import type { ViewLanguage } from "../render/view-language.js";
import type { Screen } from "../screens/screen.js";
import { panelButton, type PanelFrame, shortLabel } from "../panels/panel.js";
import { raceIdIn } from "./races-panel.js";

/** Flags and blocks that are listed; more of them are counted. */
const SHOWN = 8;
const WAITING = ["settling", "provisional"] as const;

interface SettleView {
  race: Race;
  names: ReadonlyMap<string, FullName>;
  language: ViewLanguage;
}

/** Races that wait for a settlement or for the end of their dispute window. */
export async function waitingRacesPanel({ services, language }: PanelFrame): Promise<Screen> {
  const { admin } = language.bot;
  const { races } = await services.views.races({ statuses: WAITING, limit: 10 });
  return {
    block: paragraphs(
      tg`⚖️ <b>${admin.settle.title}</b>`,
      tg`${races.length === 0 ? admin.settle.none : admin.settle.choose}`,
    ),
    keyboard: [
      ...races.map((race) => [
        panelButton(`${race.status === "settling" ? "⏳" : "⚖️"} ${shortLabel(race.title)}`, "settle", race.id),
      ]),
      [panelButton(`☰ ${admin.menu}`, "home")],
    ],
  };
}

/** What an administrator looks at before he settles or closes a race. @throws NotFoundError */
export async function settlePanel({ services, language }: PanelFrame, subject: string): Promise<Screen> {
  const id = raceIdIn(subject);
  const race = await services.views.race(id);
  const summary = await settlementSummary(services.core, id);
  const names = await fullNamesOf(services.core.pool, playersIn(summary));
  const view = { race, names, language };
  const { admin, buttons } = language.bot;
  const hasCases = summary.openDisputes > 0;
  const act =
    summary.status === "settling"
      ? [
          panelButton(
            `✅ ${summary.blocks.length > 0 ? admin.settle.settleAnyway : admin.settle.settleNow}`,
            "settle-now",
            id,
          ),
        ]
      : summary.status === "provisional" && !hasCases
        ? [panelButton(`🔒 ${admin.settle.makeFinal}`, "finalize", id)]
        : [];
  return {
    block: paragraphs(
      raceHead(race, services.core.clock.now(), language),
      figures(summary, view),
      blocksBlock(summary, view),
      flagsBlock(summary, view),
      summary.status === "provisional"
        ? tg`<i>${hasCases ? admin.settle.casesFirst : admin.settle.finalHint}</i>`
        : undefined,
      summary.status === "settling" ? tg`<i>${admin.settle.settleHint}</i>` : undefined,
    ),
    keyboard: [
      act,
      hasCases ? [panelButton(`📣 ${admin.disputes.title}`, "disputes")] : [],
      [panelButton(`🔄 ${buttons.refresh}`, "settle", id), panelButton(`‹ ${admin.races.one}`, "race", id)],
    ],
  };
}

function playersIn({ flags, blocks, openNewcomers }: SettlementSummary): string[] {
  return [
    ...flags.flatMap((flag) => (flag.kind === "equal_scores" ? [flag.player, ...flag.with] : [flag.player])),
    ...blocks.flatMap((block) => ("player" in block ? [block.player] : [])),
    ...openNewcomers.map(({ player }) => player),
  ];
}

function figures(summary: SettlementSummary, { language }: SettleView): HtmlBlock {
  const { shared, formats, bot } = language;
  const lateSum = summary.late.reduce((sum, { counted }) => sum + counted, 0n);
  return lines(
    tg`${shared.players(summary.players)} · ${shared.wagered} ${formats.money(formatMicroUsd(summary.totalWagered))}`,
    summary.late.length === 0
      ? undefined
      : tg`🕗 ${bot.admin.settle.late(summary.late.length, formats.money(formatMicroUsd(microUsd(lateSum))))}`,
    summary.openDisputes === 0 ? undefined : tg`📣 ${bot.admin.settle.openDisputes(summary.openDisputes)}`,
  );
}

function blocksBlock(summary: SettlementSummary, view: SettleView): HtmlBlock | undefined {
  const { settle } = view.language.bot.admin;
  const open = summary.openNewcomers.map(({ player, amount }) => newcomer(player, amount, view));
  const all = [...summary.blocks.map((block) => describeBlock(block, view)), ...open];
  if (all.length === 0) {
    // The line above names the cases; an all-clear below them would contradict it.
    return summary.openDisputes === 0 ? tg`✅ ${settle.noBlocks}` : undefined;
  }
  return lines(tg`⛔ <b>${settle.blocks}</b>`, ...limited(all));
}

function flagsBlock({ flags }: SettlementSummary, view: SettleView): HtmlBlock {
  const { settle } = view.language.bot.admin;
  if (flags.length === 0) return tg`✅ ${settle.noFlags}`;
  return lines(tg`🚩 <b>${settle.flags}</b>`, ...limited(flags.map((flag) => describeFlag(flag, view))));
}

function limited(blocks: readonly HtmlBlock[]): HtmlBlock[] {
  return blocks.length <= SHOWN ? [...blocks] : [...blocks.slice(0, SHOWN), tg`… +${blocks.length - SHOWN}`];
}

function newcomer(player: string, amount: bigint, view: SettleView): HtmlBlock {
  const { bot, formats } = view.language;
  return tg`• ${bot.admin.settle.openNewcomer(nameOf(player, view), formats.money(formatMicroUsd(microUsd(amount))))}`;
}

function describeBlock(block: SettlementBlock, view: SettleView): HtmlBlock {
  const { settle } = view.language.bot.admin;
  switch (block.kind) {
    case "source_silent":
      return tg`• ${settle.sourceSilent(block.source)} ${dateTime(new Date(block.lastAcceptedAt), view.race.timeZone, view.language)}`;
    case "too_few_snapshots":
      return tg`• ${settle.tooFewSnapshots(block.source, block.snapshots, block.needed)}`;
    case "open_newcomer":
      return newcomer(block.player, BigInt(block.amount), view);
    case "uncertain_boundary":
      return tg`• ${settle.uncertain(block.rank, placedName(block, view))}`;
    default:
      return tg`• ${describePolledBlock(block, view)}`;
  }
}

function describePolledBlock(block: PolledSourceBlock, view: SettleView): string {
  const texts = sourceMessages(view.language.locale);
  switch (block.kind) {
    case "source_doubtful":
      return texts.doubtful(block.source, block.field);
    case "snapshot_held":
      return texts.held(block.source);
    case "window_not_asked":
      return texts.windowNotAsked(block.source);
    case "player_missing":
      return texts.playerMissing(block.rank, placedName(block, view));
    case "corrected_after_end":
      return texts.correctedAfterEnd(
        block.rank,
        placedName(block, view),
        view.language.formats.money(formatMicroUsd(microUsd(BigInt(block.amount)))),
      );
    default:
      throw new Error(`there is no text for ${JSON.stringify(block satisfies never)}`);
  }
}

function describeFlag(flag: SettlementFlag, view: SettleView): HtmlBlock {
  const { settle } = view.language.bot.admin;
  const who = nameOf(flag.player, view);
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  const what = (): string => {
    switch (flag.kind) {
      case "burst_at_end":
        return settle.burst(percent(flag.shareInLastTwentieth));
      case "equal_scores":
        return settle.equal(flag.with.map((player) => nameOf(player, view)).join(", "));
      case "new_account":
        return settle.newAccount(
          view.language.formats.date(flag.firstSeenAt, { timeZone: view.race.timeZone, withTime: false }),
        );
      case "mostly_this_race":
        return settle.mostlyHere(percent(flag.shareOfLifetime));
      default:
        return settle.corrections(view.language.formats.money(formatMicroUsd(flag.corrected)));
    }
  };
  return tg`• #${flag.rank} <b>${who}</b>: ${what()}`;
}

/** A place of a lane names the lane too. */
function placedName({ player, lane }: { player: string; lane?: string }, view: SettleView): string {
  return lane === undefined ? nameOf(player, view) : `${nameOf(player, view)} (${displayName(lane)})`;
}

function nameOf(player: string, { names }: SettleView): string {
  return displayName(names.get(player)?.name ?? player);
}
