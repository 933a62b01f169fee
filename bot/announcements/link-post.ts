import * as z from "zod";
import type { LinkNotice } from "../../core/links/link-notices.js";
import type { ClaimedMessage } from "../../core/telegram/outbox.js";
import { type NewsMessages, newsMessages } from "../../messages/news-messages.js";
import type { BotServices } from "../context.js";
import { panelButton } from "../panels/panel.js";
import { lines, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import type { Listener } from "./personal.js";
import type { Post } from "./post.js";

const NOTICES = [
  "linked",
  "cooling",
  "contested",
  "taken",
  "rejected",
  "expired",
  "under_review",
] as const satisfies readonly LinkNotice[];
const payload = z.object({
  notice: z.enum(NOTICES),
  link: z.string(),
  player: z.object({ name: z.string() }),
  source: z.string(),
  reason: z.string().nullable(),
  effectiveAt: z.iso.datetime().nullable(),
});

const SIGNS: Record<LinkNotice, string> = {
  linked: "🔗",
  cooling: "⏳",
  contested: "⚠️",
  taken: "⚠️",
  rejected: "✖️",
  expired: "⌛",
  under_review: "🔎",
};

/** What became of a person's link to a casino account. */
export async function linkPost(
  { core, links }: BotServices,
  message: ClaimedMessage,
  { language }: Listener,
): Promise<Post> {
  const content = payload.parse(message.payload);
  const words = newsMessages(language.locale);
  const date =
    content.effectiveAt === null
      ? ""
      : language.formats.date(new Date(content.effectiveAt), { timeZone: core.timeZone, withTime: true });
  return {
    block: lines(
      tg`${SIGNS[content.notice]} ${sentence(words, content, date)}`,
      content.reason === null ? undefined : tg`${words.reason(content.reason)}`,
    ),
    keyboard: [
      content.notice === "contested"
        ? [panelButton(`✋ ${language.bot.own.links.object}`, "object", content.link)]
        : [],
      [links.button(`📱 ${language.bot.buttons.openApp}`, { page: "me" }, "private")],
    ],
  };
}

function sentence(words: NewsMessages, { notice, player, source }: z.infer<typeof payload>, date: string): string {
  const name = displayName(player.name, 40);
  switch (notice) {
    case "linked":
      return words.linked(name, displayName(source, 40));
    case "cooling":
    case "contested":
      return words[notice](name, date);
    default:
      return words[notice](name);
  }
}
