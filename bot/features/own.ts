import { Composer } from "grammy";
import { answer } from "../answers.js";
import { onCommand } from "../commands/on-command.js";
import type { BotContext, BotServices } from "../context.js";
import type { DeepLink } from "../../wire/deep-link.js";
import { ownLinksPanel } from "../own/links-panel.js";
import { prizesPanel } from "../own/prizes-panel.js";
import type { PanelScreen } from "../panels/panel.js";
import { tg } from "../render/html.js";
import { rewardsPanel } from "../rewards/rewards-panel.js";

/** `/link`, `/prizes` and `/rewards`: what is a person's own, in his private chat. */
export function ownFeature(services: BotServices): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  onCommand(feature, "link", (ctx) => inPrivate(ctx, services, ownLinksPanel, { kind: "link", value: "chat" }));
  onCommand(feature, "rewards", (ctx) => inPrivate(ctx, services, rewardsPanel, { kind: "rewards", value: "chat" }));
  onCommand(feature, "prizes", (ctx) => inPrivate(ctx, services, prizesPanel, { kind: "prizes", value: "chat" }));
  return feature;
}

async function inPrivate(ctx: BotContext, services: BotServices, panel: PanelScreen, link: DeepLink): Promise<void> {
  if (ctx.place === "private") return openOwn(ctx, services, panel);
  const { bot } = ctx.language;
  const button = { text: `💬 ${bot.buttons.openPrivateChat}`, url: services.links.privateChat(link) };
  await answer(ctx, tg`${bot.own.onlyInPrivate}`, [[button]]);
}

/** Answers with one of the person's own panels. */
export async function openOwn(ctx: BotContext, services: BotServices, panel: PanelScreen): Promise<void> {
  const { person, language } = ctx;
  if (person === undefined) return;
  const { block, keyboard } = await panel({ services, language, person, roles: [] }, "");
  await answer(ctx, block, keyboard);
}
