import { NotFoundError } from "../../core/errors.js";
import { allowedActions, type RaceAction } from "../../core/races/race-moves.js";
import { parseRaceId, type RaceId } from "../../wire/ids.js";
import type { Race, RaceStatus } from "../../wire/race.js";
import type { Keyboard } from "../answers.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import { raceHead } from "../render/race-card.js";
import { dateTime } from "../render/time.js";
import type { ViewLanguage } from "../render/view-language.js";
import { prizeTable } from "../conversations/new-race/preview.js";
import type { Screen } from "../screens/screen.js";
import { MANAGERS, mayUse, pageIn, panelButton, type PanelFrame, PAYERS, shortLabel } from "../panels/panel.js";

/** Races on one page: each has a line and a button, and all of it fits a phone's screen. */
const ON_PAGE = 6;
const STATUS_SIGNS: Record<RaceStatus, string> = {
  draft: "✏️",
  scheduled: "🕓",
  live: "🟢",
  settling: "⏳",
  provisional: "⚖️",
  final: "🏁",
  paid: "💸",
  void: "🚫",
};

/** @throws NotFoundError when the text cannot be a race's id */
export function raceIdIn(subject: string): RaceId {
  const id = parseRaceId(subject);
  if (id === undefined) throw new NotFoundError("There is no race with this id.");
  return id;
}

/** All races, newest first. @param subject number of the page, empty for the first */
export async function racesPanel({ services, language, roles }: PanelFrame, subject: string): Promise<Screen> {
  const { admin, buttons } = language.bot;
  const page = pageIn(subject);
  const { races } = await services.views.races({ limit: Math.min(200, (page + 1) * ON_PAGE + 1), withDrafts: true });
  const shown = races.slice(page * ON_PAGE, (page + 1) * ON_PAGE);
  return {
    block: paragraphs(
      tg`🏁 <b>${admin.races.title}</b>`,
      shown.length === 0 ? tg`${admin.races.none}` : undefined,
      ...shown.map((race) => raceLine(race, language)),
    ),
    keyboard: [
      ...shown.map((race) => [panelButton(`${STATUS_SIGNS[race.status]} ${shortLabel(race.title)}`, "race", race.id)]),
      mayUse(roles, MANAGERS) ? [panelButton(`🆕 ${admin.races.create}`, "new-race")] : [],
      [
        ...(page > 0 ? [panelButton(buttons.previous, "races", String(page - 1))] : []),
        panelButton(`☰ ${admin.menu}`, "home"),
        ...(races.length > (page + 1) * ON_PAGE ? [panelButton(buttons.next, "races", String(page + 1))] : []),
      ],
    ],
  };
}

function raceLine(race: Race, language: ViewLanguage): HtmlBlock {
  const { shared, formats } = language;
  const [label, instant] =
    race.status === "scheduled" || race.status === "draft"
      ? [shared.starts, race.startsAt]
      : [race.status === "live" ? shared.ends : shared.ended, race.endsAt];
  return lines(
    tg`${STATUS_SIGNS[race.status]} <b>${displayName(race.title, 40)}</b> · ${formats.money(race.prizePool)}`,
    tg`${shared.status[race.status]} · ${label} ${dateTime(new Date(instant), race.timeZone, language)}`,
  );
}

/** One race with everything its state allows. @throws NotFoundError */
export async function racePanel(frame: PanelFrame, subject: string): Promise<Screen> {
  const { services, language } = frame;
  const id = raceIdIn(subject);
  const race = await services.views.race(id, { withDrafts: true });
  return {
    block: paragraphs(raceHead(race, services.core.clock.now(), language), prizeTable(race.prizes, language)),
    keyboard: raceKeys(frame, race),
  };
}

function raceKeys({ services, language, roles }: PanelFrame, race: Race): Keyboard {
  const { admin, buttons } = language.bot;
  const isManager = mayUse(roles, MANAGERS);
  const button = (action: RaceAction, text: string, name: string) =>
    isManager && allowedActions(race.status).includes(action) ? [panelButton(text, name, race.id)] : [];
  const isDraft = race.status === "draft";
  const hasPayouts = race.status === "final" || race.status === "paid";
  return [
    button("publish", `📢 ${admin.races.publish}`, "publish"),
    [
      ...button("end-early", `⏹ ${admin.races.endEarly}`, "end-early"),
      ...button("extend", `⏩ ${admin.races.extend}`, "extend"),
    ],
    [
      ...button("settle", `⚖️ ${admin.races.settle}`, "settle"),
      ...button("finalize", `⚖️ ${admin.races.finalize}`, "settle"),
    ],
    isManager && (race.status === "scheduled" || race.status === "live")
      ? [panelButton(`🔮 ${language.bot.rewards.admin.openPrediction}`, "open-prediction", race.id)]
      : [],
    hasPayouts && mayUse(roles, PAYERS) ? [panelButton(`💸 ${admin.payouts.title}`, "payouts", race.id)] : [],
    isDraft
      ? button("void", `🚫 ${admin.races.discard}`, "discard-draft")
      : button("void", `🚫 ${admin.races.void}`, "void"),
    [
      panelButton(`🔄 ${buttons.refresh}`, "race", race.id),
      ...(isDraft
        ? []
        : [services.links.button(`📊 ${buttons.openBoard}`, { page: "race", race: raceIdIn(race.id) }, "private")]),
    ],
    [panelButton(`‹ ${admin.races.title}`, "races")],
  ];
}
