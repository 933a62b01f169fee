import { Composer } from "grammy";
import { linkedPlayers, setCanBeMessaged } from "../../core/people/telegram-users.js";
import { type DeepLink, parseDeepLink } from "../../wire/deep-link.js";
import { parsePlayerId, parseRaceId } from "../../wire/ids.js";
import { answer } from "../answers.js";
import { onCommand } from "../commands/on-command.js";
import { syncMenuButton } from "../commands/sync-menu-button.js";
import type { BotContext, BotServices } from "../context.js";
import { safeError } from "../telegram-errors.js";
import { openOwn } from "./own.js";
import { ownLinksPanel } from "../own/links-panel.js";
import { prizesPanel } from "../own/prizes-panel.js";
import { invitationPanel } from "../own/squads-panel.js";
import { rewardsPanel } from "../rewards/rewards-panel.js";
import { openGroupSettings, type SettingsMenus } from "./settings.js";
import { groupHelloScreen, welcomeScreen } from "../screens/hello-screens.js";
import { playerScreen } from "../screens/player-screen.js";
import { raceScreen } from "../screens/race-screen.js";
import type { Screen } from "../screens/screen.js";
import { verifyScreen } from "../screens/verify-screen.js";
import { DEFAULT_LOCALE } from "../../messages/locale.js";

/** `/start`, with or without a payload: one answer, whatever the link says. */
export function startFeature(services: BotServices, { group }: SettingsMenus): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  onCommand(feature, "start", async (ctx, payload) => {
    if (ctx.place === "shared") return startInGroup(ctx, services, payload);
    if (ctx.person !== undefined) await setCanBeMessaged(services.core, ctx.person, true);
    const link = parseDeepLink(payload);
    if (link?.kind === "link") return openOwn(ctx, services, ownLinksPanel);
    if (link?.kind === "prizes") return openOwn(ctx, services, prizesPanel);
    if (link?.kind === "rewards") return openOwn(ctx, services, rewardsPanel);
    if (link?.kind === "squad") return openOwn(ctx, services, (frame) => invitationPanel(frame, link.value));
    if (link?.kind === "setup" && (await openGroupSettings(ctx, services, group, link.value))) return;
    const screen =
      (link === undefined ? undefined : await linkedScreen(ctx, services, link)) ?? (await welcome(ctx, services));
    await answer(ctx, screen.block, screen.keyboard);
    await localizeMenuButton(ctx, services);
  });
  return feature;
}

async function startInGroup(ctx: BotContext, services: BotServices, payload: string): Promise<void> {
  // Adding the bot by a link posts "/start@bot payload": the welcome for being added has just answered that.
  if (payload !== "") return;
  const screen = groupHelloScreen({ services, language: ctx.language, place: ctx.place });
  await answer(ctx, screen.block, screen.keyboard);
}

async function welcome(ctx: BotContext, services: BotServices): Promise<Screen> {
  const accounts = ctx.person === undefined ? [] : await linkedPlayers(services.core, ctx.person);
  return welcomeScreen({
    services,
    language: ctx.language,
    place: ctx.place,
    owner: ctx.person,
    firstName: ctx.from?.first_name ?? "",
    isLinked: accounts.length > 0,
  });
}

/** @returns `undefined` for links whose value means nothing: people then see the welcome */
async function linkedScreen(ctx: BotContext, services: BotServices, link: DeepLink): Promise<Screen | undefined> {
  const { person, language, place } = ctx;
  const frame = { services, language, place, owner: person };
  switch (link.kind) {
    case "race": {
      const id = parseRaceId(link.value);
      return id === undefined ? undefined : raceScreen(frame, await services.views.race(id));
    }
    case "player": {
      const id = parsePlayerId(link.value);
      return id === undefined ? undefined : playerScreen(frame, id);
    }
    case "verify":
      return verifyScreen(frame, parseRaceId(link.value));
    default:
      return undefined;
  }
}

/** The button for everybody is in English; others get their own, and a failure of this nicety is not retried. */
async function localizeMenuButton(ctx: BotContext, services: BotServices): Promise<void> {
  if (ctx.chat === undefined || ctx.language.locale === DEFAULT_LOCALE) return;
  try {
    await syncMenuButton(ctx.api, services.links, { id: ctx.chat.id, locale: ctx.language.locale });
  } catch (error) {
    services.core.log.warn({ error: safeError(error) }, "menu button not localised");
  }
}
