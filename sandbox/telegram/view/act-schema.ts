import { z } from "zod";
import type { Act, ActRequest } from "../control.js";

const id = z.number().int();
const text = z.string().max(40_000);
const chat = { chatId: id };
const thread = { threadId: id.exactOptional() };
const reply = { replyToMessageId: id.exactOptional() };
const message = { ...chat, messageId: id };
const at = { ...message, row: id, column: id };

const host = z.object({
  themeParams: z.record(z.string(), z.string()).exactOptional(),
  platform: z.string().exactOptional(),
  version: z.string().exactOptional(),
  isFullscreen: z.boolean().exactOptional(),
});

const origin = z.discriminatedUnion("from", [
  z.object({ from: z.literal("button"), ...at }),
  z.object({ from: z.literal("menu") }),
  z.object({ from: z.literal("profile") }),
  z.object({ from: z.literal("link"), url: text, ...chat }),
  z.object({ from: z.literal("replyKeyboard"), ...chat, url: text, text }),
  z.object({ from: z.literal("inlineResults"), queryId: text }),
]);

const act: z.ZodType<Act> = z.discriminatedUnion("do", [
  z.object({ do: z.literal("sendText"), ...chat, text, ...thread, ...reply }),
  z.object({
    do: z.literal("sendPhoto"),
    ...chat,
    base64: z.string(),
    caption: text.exactOptional(),
    ...thread,
    ...reply,
  }),
  z.object({ do: z.literal("editText"), ...message, text }),
  z.object({ do: z.literal("deleteMessage"), ...message }),
  z.object({ do: z.literal("press"), ...at }),
  z.object({ do: z.literal("react"), ...message, emoji: text.nullable() }),
  z.object({ do: z.literal("startBot"), payload: text.exactOptional() }),
  z.object({ do: z.literal("blockBot") }),
  z.object({ do: z.literal("unblockBot") }),
  z.object({ do: z.literal("openLink"), ...chat, url: text, host: host.exactOptional() }),
  z.object({ do: z.literal("openMiniApp"), origin, host: host.exactOptional() }),
  z.object({ do: z.literal("answerWriteAccess"), granted: z.boolean() }),
  z.object({ do: z.literal("sendWebAppData"), buttonText: text, data: text }),
  z.object({ do: z.literal("sharePrepared"), preparedId: text, ...chat, ...thread }),
  z.object({ do: z.literal("inlineQuery"), ...chat, query: text, offset: text.exactOptional() }),
  z.object({ do: z.literal("chooseInlineResult"), ...chat, queryId: text, resultId: text, ...thread }),
  z.object({
    do: z.literal("createGroup"),
    title: text.min(1),
    kind: z.enum(["group", "supergroup"]),
    memberIds: z.array(id),
  }),
  z.object({ do: z.literal("join"), ...chat }),
  z.object({ do: z.literal("leave"), ...chat }),
  z.object({ do: z.literal("addMember"), ...chat, userId: id, startPayload: text.exactOptional() }),
  z.object({ do: z.literal("removeMember"), ...chat, userId: id }),
  z.object({ do: z.literal("promote"), ...chat, userId: id, anonymous: z.boolean().exactOptional() }),
  z.object({ do: z.literal("demote"), ...chat, userId: id }),
  z.object({ do: z.literal("pin"), ...message }),
  z.object({ do: z.literal("unpin"), ...message }),
  z.object({ do: z.literal("setForum"), ...chat, isForum: z.boolean() }),
  z.object({ do: z.literal("createTopic"), ...chat, name: text.min(1) }),
  z.object({ do: z.literal("closeTopic"), ...chat, threadId: id }),
  z.object({ do: z.literal("reopenTopic"), ...chat, threadId: id }),
  z.object({ do: z.literal("deleteTopic"), ...chat, threadId: id }),
  z.object({ do: z.literal("migrate"), ...chat }),
]);

/** What `POST /sandbox/api/act` takes. */
export const actRequestSchema: z.ZodType<ActRequest> = z.object({ as: id, act });
