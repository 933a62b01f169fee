import * as z from "zod";
import { type Dispute, listDisputes, readDispute } from "../../core/disputes/disputes.js";
import { fullNamesOf } from "../../core/players/full-names.js";
import { type HtmlBlock, lines, paragraphs, quote, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import { timeFromNow } from "../render/time.js";
import type { ViewLanguage } from "../render/view-language.js";
import type { Screen } from "../screens/screen.js";
import { panelButton, type PanelFrame, shortLabel } from "../panels/panel.js";
import { raceIdIn } from "./races-panel.js";

const SHOWN = 8;

/** The part of a case's evidence that a panel shows; the whole of it is in the app. */
const evidenceFigures = z.object({
  rank: z.nullable(z.number()),
  score: z.string(),
  entriesInAll: z.number(),
  late: z.array(z.unknown()),
});

/** Open cases, newest first. */
export async function disputesPanel({ services, language }: PanelFrame): Promise<Screen> {
  const { admin, buttons } = language.bot;
  const cases = await listDisputes(services.core, { state: "open", limit: SHOWN });
  const names = await fullNamesOf(
    services.core.pool,
    cases.map(({ player }) => player),
  );
  return {
    block: paragraphs(
      tg`📣 <b>${admin.disputes.title}</b>`,
      tg`${cases.length === 0 ? admin.disputes.none : admin.disputes.text}`,
    ),
    keyboard: [
      ...cases.map(({ id, player, text }) => [
        panelButton(shortLabel(`${displayName(names.get(player)?.name ?? player, 12)}: ${text}`), "dispute", id),
      ]),
      [panelButton(`🔄 ${buttons.refresh}`, "disputes"), panelButton(`☰ ${admin.menu}`, "home")],
    ],
  };
}

/** One case with its figures. @throws NotFoundError */
export async function disputePanel({ services, language }: PanelFrame, subject: string): Promise<Screen> {
  const { admin } = language.bot;
  const found = await readDispute(services.core, subject);
  const race = await services.views.race(raceIdIn(found.race));
  const names = await fullNamesOf(services.core.pool, [found.player]);
  const isOpen = found.state === "open";
  return {
    block: paragraphs(
      lines(
        tg`📣 <b>${displayName(names.get(found.player)?.name ?? found.player, 30)}</b> · ${admin.disputes.state[found.state]}`,
        tg`🏁 ${displayName(race.title, 40)} · ${timeFromNow(found.openedAt, services.core.clock.now(), language)}`,
      ),
      quote(tg`${found.text}`),
      figures(found, language),
      found.answer === null ? undefined : lines(tg`${admin.disputes.answer}:`, quote(tg`${found.answer}`)),
      isOpen ? tg`<i>${admin.disputes.hint}</i>` : undefined,
    ),
    keyboard: [
      isOpen ? [panelButton(`✅ ${admin.disputes.accept}`, "accept", found.id)] : [],
      isOpen ? [panelButton(`✖️ ${admin.disputes.reject}`, "reject", found.id)] : [],
      [panelButton(`‹ ${admin.disputes.title}`, "disputes"), panelButton(`🏁 ${admin.races.one}`, "race", found.race)],
    ],
  };
}

function figures({ evidence }: Dispute, { bot, formats }: ViewLanguage): HtmlBlock | undefined {
  const read = evidenceFigures.safeParse(evidence);
  if (!read.success) return undefined;
  const { rank, score, entriesInAll, late } = read.data;
  const { disputes } = bot.admin;
  return lines(
    tg`${disputes.figures(rank === null ? "–" : `#${rank}`, formats.money(score), entriesInAll)}`,
    late.length === 0 ? undefined : tg`🕗 ${disputes.late(late.length)}`,
  );
}
