import { NotFoundError } from "../../core/errors.js";
import { publicNames } from "../../core/players/public-names.js";
import { squadByCode, squadsOf, squadsOfRace, type InvitingSquad, type Squad } from "../../core/squads/read-squads.js";
import type { PlayerId } from "../../wire/ids.js";
import { raceIdIn } from "../admin/races-panel.js";
import type { Keyboard } from "../answers.js";
import { panelButton, type PanelFrame } from "../panels/panel.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import { dateTime } from "../render/time.js";
import type { Screen } from "../screens/screen.js";

/** Ten squads of ten members fit into a message. */
const LISTED = 10;
const NAME_LETTERS = 20;

type NameOf = (player: PlayerId) => string;

async function namer({ services }: PanelFrame, squads: readonly Squad[]): Promise<NameOf> {
  const names = await publicNames(
    services.core.pool,
    squads.flatMap(({ members }) => members),
  );
  return (player) => displayName(names.get(player) ?? "?", NAME_LETTERS);
}

/** The squads of a race, one's own first, with the way in or out. @throws NotFoundError */
export async function squadsPanel(frame: PanelFrame, subject: string): Promise<Screen> {
  const { services, language, person } = frame;
  const { squads: words } = language.bot.lanes;
  const { squads, ...terms } = await squadsOfRace(services.core, raceIdIn(subject));
  const own = (await squadsOf(services.core, person)).find(({ race }) => race === terms.race);
  const others = squads.filter(({ id }) => id !== own?.squad.id).slice(0, LISTED);
  const nameOf = await namer(frame, squads);
  return {
    block: paragraphs(
      lines(
        tg`👥 <b>${words.title}: ${displayName(terms.title, 40)}</b>`,
        terms.isOpen && own === undefined ? tg`${words.lead}` : undefined,
        termsLine(terms, frame),
      ),
      own === undefined ? undefined : ownBlock(own, nameOf, frame),
      ...others.map(({ name, members }) =>
        lines(
          tg`<b>${displayName(name, NAME_LETTERS)}</b> · ${words.members(members.length, terms.most)}`,
          tg`${members.map(nameOf).join(", ")}`,
        ),
      ),
      squads.length === 0 ? tg`${words.none}` : undefined,
    ),
    keyboard: [
      ...turns(own, terms, frame),
      [
        panelButton(`🔄 ${language.bot.buttons.refresh}`, "squads", terms.race),
        panelButton(`🎽 ${language.bot.lanes.title}`, "lanes", terms.race),
      ],
    ],
  };
}

function termsLine(
  { isOpen, closesAt }: Pick<InvitingSquad, "isOpen" | "closesAt">,
  { services, language }: PanelFrame,
): HtmlBlock {
  const { squads: words } = language.bot.lanes;
  return isOpen ? tg`${words.openUntil} ${dateTime(closesAt, services.core.timeZone, language)}` : tg`${words.closed}`;
}

function ownBlock({ squad, most, isOpen }: InvitingSquad, nameOf: NameOf, { language }: PanelFrame): HtmlBlock {
  const { squads: words } = language.bot.lanes;
  const count = squad.members.length;
  return lines(
    tg`⭐ <b>${words.yours}: ${displayName(squad.name, NAME_LETTERS)}</b> · ${words.members(count, most)}`,
    tg`${squad.members.map(nameOf).join(", ")}`,
    isOpen && count < 2 ? tg`<i>${words.alone}</i>` : undefined,
  );
}

function turns(
  own: InvitingSquad | undefined,
  { race, isOpen }: { race: string; isOpen: boolean },
  frame: PanelFrame,
): Keyboard {
  const { squads: words } = frame.language.bot.lanes;
  if (!isOpen) return [];
  if (own === undefined) return [[panelButton(`➕ ${words.form}`, "squad-form", race)]];
  const link = frame.services.links.privateChat({ kind: "squad", value: own.code });
  const share = `https://t.me/share/url?url=${encodeURIComponent(link)}&text=${encodeURIComponent(words.inviteText)}`;
  return [
    [
      { text: `📤 ${words.invite}`, url: share },
      { text: `📋 ${words.copyLink}`, copy_text: { text: link } },
    ],
    [panelButton(`✖️ ${words.leave}`, "squad-leave", `${race}.${own.squad.id}`)],
  ];
}

/** The squad behind a code; `undefined` when its last member has left, or the code is none. */
export async function findInvitation({ services }: PanelFrame, code: string): Promise<InvitingSquad | undefined> {
  try {
    return await squadByCode(services.core, code);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

/** What opens from an invitation: who is in the squad, and the question whether to join. */
export async function invitationPanel(frame: PanelFrame, code: string): Promise<Screen> {
  const { language } = frame;
  const { squads: words } = language.bot.lanes;
  const invitation = await findInvitation(frame, code);
  if (invitation === undefined) return { block: tg`${words.unknownCode}`, keyboard: [] };
  const { squad, race, title, most, isOpen } = invitation;
  const nameOf = await namer(frame, [squad]);
  return {
    block: paragraphs(
      lines(
        tg`👥 ${words.invitedTo} <b>${displayName(squad.name, NAME_LETTERS)}</b>`,
        tg`🏁 ${displayName(title, 40)}`,
      ),
      lines(tg`${words.members(squad.members.length, most)}`, tg`${squad.members.map(nameOf).join(", ")}`),
      lines(tg`<i>${words.rule(most)}</i>`, termsLine(invitation, frame)),
    ),
    keyboard: [
      isOpen ? [panelButton(`✅ ${words.join}`, "squad-join", code)] : [],
      [panelButton(`👥 ${words.title}`, "squads", race)],
    ],
  };
}
