import { Composer } from "grammy";
import { setCanBeMessaged } from "../../core/people/telegram-users.js";
import { migrateChat, setMembership } from "../../core/telegram/chats.js";
import { answer } from "../answers.js";
import type { BotContext, BotServices } from "../context.js";
import { describeChat } from "../middleware/identify.js";
import { canWrite, isPresent, membershipOf } from "../own-rights.js";
import { named } from "../named.js";
import { groupWelcomeScreen } from "../screens/hello-screens.js";

/** What happens to the bot itself: added, promoted, muted, removed, blocked, and groups that change their number. */
export function membershipFeature(services: BotServices): Composer<BotContext> {
  const { core } = services;
  const feature = new Composer<BotContext>();
  feature.on(
    "my_chat_member",
    named("membership.changed", async (ctx) => {
      const { chat, old_chat_member: before, new_chat_member: after } = ctx.myChatMember;
      await setMembership(core, describeChat(chat), membershipOf(after));
      services.admins.forget(chat.id);
      if (chat.type === "private") {
        if (ctx.person !== undefined) await setCanBeMessaged(core, ctx.person, isPresent(after));
        return;
      }
      const hasJoined = !isPresent(before) && isPresent(after);
      if (chat.type === "channel" || !hasJoined || !canWrite(after)) return;
      const screen = groupWelcomeScreen({ services, language: ctx.language, place: "shared" }, chat.id);
      await answer(ctx, screen.block, screen.keyboard);
    }),
  );
  feature.on(
    "chat_member",
    named("membership.ofOthers", async (ctx) => services.admins.forget(ctx.chat.id)),
  );
  feature.on(
    "message:migrate_to_chat_id",
    named("membership.migrated", (ctx) => migrateChat(core, ctx.chat.id, ctx.message.migrate_to_chat_id)),
  );
  feature.on(
    "message:migrate_from_chat_id",
    named("membership.migrated", (ctx) => migrateChat(core, ctx.message.migrate_from_chat_id, ctx.chat.id)),
  );
  return feature;
}
