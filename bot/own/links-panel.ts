import { NotFoundError } from "../../core/errors.js";
import type { Challenge } from "../../core/links/challenge.js";
import type { Link } from "../../core/links/link-record.js";
import { listLinksOf, takeoverOf } from "../../core/links/own-links.js";
import { formatCents, wholeCents } from "../../wire/money.js";
import type { Keyboard } from "../answers.js";
import { panelButton, type PanelFrame, shortLabel } from "../panels/panel.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import { dateTime, timeFromNow } from "../render/time.js";
import type { Screen } from "../screens/screen.js";

const SIGNS: Record<Link["state"], string> = {
  pending: "⏳",
  under_review: "🔎",
  cooling: "⏳",
  approved: "✅",
  rejected: "✖️",
  expired: "⌛",
  withdrawn: "✖️",
  ended: "✖️",
};
const OVER: ReadonlySet<Link["state"]> = new Set(["rejected", "expired", "withdrawn", "ended"]);
/** Requests that came to nothing are named for so many of the newest; the app has the rest. */
const SHOWN_OVER = 1;

/** A person's links and what waits; the newest request that came to nothing is named, so that nobody wonders. */
export async function ownLinksPanel({ services, language, person }: PanelFrame): Promise<Screen> {
  const { links: texts } = language.bot.own;
  const all = await listLinksOf(services.core, person);
  const current = all.filter(({ state }) => !OVER.has(state));
  const over = all.filter(({ state }) => state === "rejected" || state === "expired").slice(0, SHOWN_OVER);
  const shown = [...current, ...(current.length === 0 ? over : [])];
  return {
    block: paragraphs(
      tg`🔗 <b>${texts.title}</b>`,
      ...shown.map((link) =>
        lines(
          tg`${SIGNS[link.state]} <b>${displayName(accountName(link), 40)}</b> · ${link.source.name}`,
          tg`${texts.state[link.state]}`,
        ),
      ),
      current.length === 0 ? tg`${texts.none}` : undefined,
    ),
    keyboard: [
      ...current.map((link) => [
        panelButton(shortLabel(`${SIGNS[link.state]} ${displayName(accountName(link), 24)}`), "own-link", link.id),
      ]),
      [panelButton(`➕ ${texts.add}`, "add-link")],
    ],
  };
}

/** One link of one's own: what to do for the proof, or what has become of it. @throws NotFoundError */
export async function ownLinkPanel(frame: PanelFrame, subject: string): Promise<Screen> {
  const { services, language } = frame;
  const link = await findOwn(frame, subject);
  const { links: texts } = language.bot.own;
  const at = (instant: Date): HtmlBlock => dateTime(instant, services.core.timeZone, language);
  const now = services.core.clock.now();
  const takeover = await takeoverOf(services.core, link);
  return {
    block: paragraphs(
      lines(
        tg`${SIGNS[link.state]} <b>${displayName(accountName(link), 40)}</b> · ${link.source.name}`,
        tg`${texts.state[link.state]}`,
      ),
      link.challenge === null ? undefined : challengeBlock(link.challenge, frame),
      link.challenge === null || link.expiresAt === null
        ? undefined
        : tg`${texts.until} ${at(link.expiresAt)} (${timeFromNow(link.expiresAt, now, language)}).`,
      link.state === "cooling" && link.effectiveAt !== null
        ? tg`${texts.effective}: ${at(link.effectiveAt)}`
        : undefined,
      link.reason === null ? undefined : tg`${texts.reason}: ${link.reason}`,
      takeover === undefined
        ? undefined
        : tg`⚠️ ${texts.takeover} ${at(takeover)} (${timeFromNow(takeover, now, language)}).`,
    ),
    keyboard: ownLinkKeys(link, takeover !== undefined, frame),
  };
}

function challengeBlock({ amounts, nameSuffix }: Challenge, { language }: PanelFrame): HtmlBlock {
  const { links: texts } = language.bot.own;
  const [first, second] = amounts.map((amount) => formatCents(wholeCents(amount)));
  return lines(
    tg`${texts.prove}`,
    tg`1️⃣ ${texts.byWager} <code>${first ?? ""}</code> + <code>${second ?? ""}</code>`,
    tg`2️⃣ ${texts.byName} <code>${nameSuffix}</code>`,
  );
}

function ownLinkKeys(link: Link, isContested: boolean, { language }: PanelFrame): Keyboard {
  const { links: texts } = language.bot.own;
  const may = (action: Link["allowed"][number]): boolean => link.allowed.includes(action);
  const copies =
    link.challenge === null
      ? []
      : [...link.challenge.amounts.map((amount) => formatCents(wholeCents(amount))), link.challenge.nameSuffix];
  return [
    copies.slice(0, 2).map((text) => ({ text: `📋 ${text}`, copy_text: { text } })),
    copies.slice(2).map((text) => ({ text: `📋 ${text}`, copy_text: { text } })),
    isContested ? [panelButton(`✋ ${texts.object}`, "object", link.id)] : [],
    link.state === "pending" ? [panelButton(`🔄 ${texts.check}`, "check-link", link.id)] : [],
    may("submit-evidence") ? [panelButton(`✍️ ${texts.cannot}`, "evidence", link.id)] : [],
    may("withdraw") ? [panelButton(`✖️ ${texts.withdraw}`, "withdraw-link", link.id)] : [],
    may("unlink") ? [panelButton(`✖️ ${texts.unlink}`, "unlink", link.id)] : [],
    [panelButton(`‹ ${texts.back}`, "own-links")],
  ];
}

/** Asks once more before an active link is ended. @throws NotFoundError */
export async function unlinkPanel(frame: PanelFrame, subject: string): Promise<Screen> {
  const link = await findOwn(frame, subject);
  const { links: texts } = frame.language.bot.own;
  return {
    block: paragraphs(
      tg`✖️ <b>${texts.unlink}: ${displayName(accountName(link), 40)}</b> · ${link.source.name}`,
      tg`${texts.unlinkText}`,
    ),
    keyboard: [
      [panelButton(texts.confirmUnlink, "unlink-sure", link.id)],
      [panelButton(`‹ ${texts.back}`, "own-links")],
    ],
  };
}

async function findOwn({ services, person }: PanelFrame, subject: string): Promise<Link> {
  const link = (await listLinksOf(services.core, person)).find(({ id }) => id === subject);
  // As for a link that does not exist: whose it is is nobody else's business.
  if (link === undefined) throw new NotFoundError("There is no such link.");
  return link;
}

function accountName({ player }: Link): string {
  return player.name ?? player.externalId;
}
