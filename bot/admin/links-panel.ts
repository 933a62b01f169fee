import { NotFoundError } from "../../core/errors.js";
import { selectLinks, type Link, linkNumber } from "../../core/links/link-record.js";
import { listLinks } from "../../core/links/review-links.js";
import { readProfile } from "../../core/access/signed-in-user.js";
import { answer, answerPress } from "../answers.js";
import type { BotContext } from "../context.js";
import { lines, paragraphs, quote, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import { timeFromNow } from "../render/time.js";
import { isPictureRefused } from "../telegram-errors.js";
import type { Screen } from "../screens/screen.js";
import { panelButton, type PanelFrame, shortLabel } from "../panels/panel.js";

const SHOWN = 8;

/** Requests that wait for a person's judgement, newest first. */
export async function linksPanel({ services, language }: PanelFrame): Promise<Screen> {
  const { admin, buttons } = language.bot;
  const links = await listLinks(services.core, { states: ["under_review"], limit: SHOWN });
  return {
    block: paragraphs(
      tg`🔗 <b>${admin.links.title}</b>`,
      tg`${links.length === 0 ? admin.links.none : admin.links.text}`,
    ),
    keyboard: [
      ...links.map((link) => [
        panelButton(shortLabel(`${link.source.name}: ${displayName(accountName(link), 20)}`), "review-link", link.id),
      ]),
      [panelButton(`🔄 ${buttons.refresh}`, "links"), panelButton(`☰ ${admin.menu}`, "home")],
    ],
  };
}

/** One request with its evidence. @throws NotFoundError */
export async function linkPanel({ services, language }: PanelFrame, subject: string): Promise<Screen> {
  const { admin } = language.bot;
  const { core } = services;
  const link = await readLink(services, subject);
  const person = await readProfile(core, link.user);
  const isOpen = link.allowed.includes("approve");
  const who = person.username === null ? `${link.user}` : `@${person.username}, ${link.user}`;
  return {
    block: paragraphs(
      lines(
        tg`🔗 <b>${displayName(accountName(link), 40)}</b> · ${link.source.name}`,
        tg`${admin.links.state[link.state]} · ${timeFromNow(link.createdAt, core.clock.now(), language)}`,
        tg`${admin.links.accountId}: <code>${link.player.externalId}</code>`,
        tg`${admin.links.person}: ${displayName(person.firstName, 30)} (${who})`,
      ),
      link.evidence === null ? undefined : lines(tg`${admin.links.evidence}:`, quote(tg`${link.evidence}`)),
      isOpen ? tg`<i>${admin.links.transferHint}</i>` : undefined,
    ),
    keyboard: [
      link.evidencePicture === null ? [] : [panelButton(`🖼 ${admin.links.picture}`, "link-picture", link.id)],
      isOpen ? [panelButton(`✅ ${admin.links.approve}`, "approve-link", link.id)] : [],
      isOpen ? [panelButton(`🔀 ${admin.links.transfer}`, "transfer-link", link.id)] : [],
      link.allowed.includes("reject") ? [panelButton(`✖️ ${admin.links.reject}`, "reject-link", link.id)] : [],
      [panelButton(`‹ ${admin.links.title}`, "links")],
    ],
  };
}

/** The picture that came with a request, below its panel; it cannot be passed on. @throws NotFoundError */
export async function showEvidencePicture(
  ctx: BotContext,
  { services, language }: PanelFrame,
  subject: string,
): Promise<void> {
  await answerPress(ctx);
  const link = await readLink(services, subject);
  if (link.evidencePicture === null) return;
  try {
    const { html } = tg`🔗 <b>${displayName(accountName(link), 40)}</b> · ${link.source.name}`;
    await ctx.replyWithPhoto(link.evidencePicture, { caption: html, parse_mode: "HTML", protect_content: true });
  } catch (error) {
    if (!isPictureRefused(error)) throw error;
    await answer(ctx, tg`${language.bot.admin.links.pictureGone}`);
  }
}

async function readLink({ core }: PanelFrame["services"], subject: string): Promise<Link> {
  const [link] = await selectLinks(core.pool, "where l.id = $1", [linkNumber(subject)]);
  if (link === undefined) throw new NotFoundError("There is no such link.");
  return link;
}

function accountName({ player }: Link): string {
  return player.name ?? player.externalId;
}
