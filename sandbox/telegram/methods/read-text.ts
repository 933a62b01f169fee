import type { LinkPreviewOptions, MessageEntity, User } from "@grammyjs/types";
import { z } from "zod";
import type { Core } from "../core.js";
import { badRequest } from "../errors.js";
import type { Call } from "../http/call.js";
import { renderUser } from "../render/people-and-chats.js";
import type { FormattedText } from "../state/records.js";
import { CAPTION_RULES, formatText, MESSAGE_RULES } from "../text/format.js";

const entityBase = { offset: z.number(), length: z.number() };
const userSchema: z.ZodType<User> = z.object({ id: z.number(), is_bot: z.boolean(), first_name: z.string() });

const entitySchema: z.ZodType<MessageEntity> = z.union([
  z.object({
    ...entityBase,
    type: z.enum([
      "mention",
      "hashtag",
      "cashtag",
      "bot_command",
      "url",
      "email",
      "phone_number",
      "bold",
      "italic",
      "underline",
      "strikethrough",
      "spoiler",
      "blockquote",
      "expandable_blockquote",
      "code",
    ]),
  }),
  z.object({ ...entityBase, type: z.literal("pre"), language: z.string().exactOptional() }),
  z.object({ ...entityBase, type: z.literal("text_link"), url: z.string() }),
  z.object({ ...entityBase, type: z.literal("text_mention"), user: userSchema }),
  z.object({ ...entityBase, type: z.literal("custom_emoji"), custom_emoji_id: z.string() }),
  z.object({
    ...entityBase,
    type: z.literal("date_time"),
    unix_time: z.number(),
    date_time_format: z
      .templateLiteral([z.enum(["w", ""]), z.enum(["d", "D", ""]), z.enum(["t", "T", ""])])
      .or(z.literal("r")),
  }),
]);

export const entitiesSchema = z.array(entitySchema);

export const linkPreviewSchema: z.ZodType<LinkPreviewOptions> = z.object({
  is_disabled: z.boolean().exactOptional(),
  url: z.string().exactOptional(),
  prefer_small_media: z.boolean().exactOptional(),
  prefer_large_media: z.boolean().exactOptional(),
  show_above_text: z.boolean().exactOptional(),
});

export function userLookup(core: Core) {
  return (id: number) => {
    const user = core.world.users.get(id);
    return user ? renderUser(user) : undefined;
  };
}

/** @throws ApiError when the text is missing, broken, empty or too long */
export function readMessageText(core: Core, call: Call): FormattedText {
  const text = call.text("text");
  if (text === undefined || text === "") throw badRequest("message text is empty");
  const source = { text, parseMode: call.text("parse_mode"), entities: call.object("entities", entitiesSchema) };
  return formatText(source, MESSAGE_RULES, userLookup(core));
}

/** @throws ApiError when the caption is broken or too long */
export function readCaption(core: Core, call: Call): FormattedText {
  const source = {
    text: call.text("caption") ?? "",
    parseMode: call.text("parse_mode"),
    entities: call.object("caption_entities", entitiesSchema),
  };
  return formatText(source, CAPTION_RULES, userLookup(core));
}
