import { Composer } from "grammy";
import type { ChatMember } from "grammy/types";
import { setCanBeMessaged } from "../../core/people/telegram-users.js";
import { type BotMembership, migrateChat, setMembership } from "../../core/telegram/chats.js";
import { answer } from "../answers.js";
import type { BotContext, BotServices } from "../context.js";
import { describeChat } from "../middleware/identify.js";
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
      await setMembership(core, describeChat(chat), membership(after));
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
    "message:migrate_to_chat_id",
    named("membership.migrated", (ctx) => migrateChat(core, ctx.chat.id, ctx.message.migrate_to_chat_id)),
  );
  feature.on(
    "message:migrate_from_chat_id",
    named("membership.migrated", (ctx) => migrateChat(core, ctx.message.migrate_from_chat_id, ctx.chat.id)),
  );
  return feature;
}

function isPresent(member: ChatMember): boolean {
  if (member.status === "restricted") return member.is_member;
  return member.status !== "left" && member.status !== "kicked";
}

function canWrite(member: ChatMember): boolean {
  return member.status !== "restricted" || member.can_send_messages;
}

function membership(member: ChatMember): BotMembership {
  switch (member.status) {
    case "creator":
    case "administrator":
      return {
        status: "administrator",
        canPin: member.status === "creator" || member.can_pin_messages === true,
      };
    case "restricted":
      return { status: member.is_member ? "restricted" : "left", canPin: member.can_pin_messages };
    default:
      return { status: member.status, canPin: false };
  }
}
