import { z } from "zod";
import type { Core } from "../core.js";
import { badRequest, emulatorRefusal } from "../errors.js";
import type { Call } from "../http/call.js";
import type { InlineResult } from "../inline-desk.js";
import { postResult } from "../people/inline-mode.js";
import { toLocalUrl } from "../links.js";
import type { FileRecord, MessageContent } from "../state/records.js";
import { CAPTION_RULES, formatText, MESSAGE_RULES } from "../text/format.js";
import { isHttps, parseReplyMarkup } from "../text/reply-markup.js";
import type { MethodTable } from "./handler.js";
import { entitiesSchema, linkPreviewSchema, userLookup } from "./read-text.js";

const MAX_RESULTS = 50;

const textContentSchema = z.object({
  message_text: z.string(),
  parse_mode: z.string().optional(),
  entities: entitiesSchema.optional(),
  link_preview_options: linkPreviewSchema.optional(),
});

const resultSchema = z
  .object({
    type: z.string(),
    id: z.string(),
    title: z.string().optional(),
    description: z.string().optional(),
    caption: z.string().optional(),
    parse_mode: z.string().optional(),
    caption_entities: entitiesSchema.optional(),
    input_message_content: z.unknown().optional(),
    reply_markup: z.unknown().optional(),
    photo_file_id: z.string().optional(),
    photo_url: z.string().optional(),
    photo_width: z.number().optional(),
    photo_height: z.number().optional(),
    thumbnail_url: z.string().optional(),
  })
  .loose();

type ResultInput = z.infer<typeof resultSchema>;

function readResult(core: Core, given: ResultInput): InlineResult {
  const idBytes = Buffer.byteLength(given.id, "utf8");
  if (idBytes < 1 || idBytes > 64) throw emulatorRefusal("an inline result id must have 1-64 bytes");
  // Where the message will stand is unknown, so web_app buttons are refused as in a group.
  const markup = parseReplyMarkup(given.reply_markup, { isPrivate: false });
  if (markup.kind === "interface") throw badRequest("inline keyboard expected");
  return {
    id: given.id,
    kind: given.type,
    title: readTitle(given),
    content: readContent(core, given),
    ...(given.description === undefined ? {} : { description: given.description }),
    ...(given.thumbnail_url === undefined ? {} : { thumbnailUrl: given.thumbnail_url }),
    ...(markup.kind === "inline" && markup.rows.length > 0 ? { keyboard: markup.rows } : {}),
  };
}

function readTitle(given: ResultInput): string {
  if (given.type === "article" && !given.title) throw badRequest("ARTICLE_TITLE_EMPTY");
  return given.title ?? "";
}

function readContent(core: Core, given: ResultInput): MessageContent {
  if (given.input_message_content !== undefined) return readTextContent(core, given.input_message_content);
  if (given.type === "article")
    throw badRequest("can't parse inline query result: Input message content is not specified");
  if (given.type === "photo") {
    const file = readPhoto(core, given);
    const source = { text: given.caption ?? "", parseMode: given.parse_mode, entities: given.caption_entities };
    const body = formatText(source, CAPTION_RULES, userLookup(core));
    return { kind: "photo", file, body, hasSpoiler: false, captionAbove: false };
  }
  throw emulatorRefusal(`inline results of the type ${given.type} are not implemented`, 501);
}

/** A photo known here, or one by its address, which Telegram's clients fetch when they show it. */
function readPhoto(core: Core, given: ResultInput): FileRecord {
  if (given.photo_file_id !== undefined) {
    const file = core.files.byId(given.photo_file_id);
    if (!file) throw badRequest("wrong remote file identifier specified: Wrong string length");
    return file;
  }
  if (given.photo_url === undefined || !isHttps(given.photo_url)) throw badRequest("WEBDOCUMENT_URL_INVALID");
  if (given.thumbnail_url === undefined) throw emulatorRefusal("a photo by URL needs a thumbnail_url");
  const size = { width: given.photo_width ?? 1280, height: given.photo_height ?? 720 };
  return core.files.addRemote(toLocalUrl(given.photo_url, core.config.urlMap), size);
}

function readTextContent(core: Core, raw: unknown): MessageContent {
  const parsed = textContentSchema.safeParse(raw);
  if (!parsed.success) throw emulatorRefusal("only text can be the content of an inline result", 501);
  const given = parsed.data;
  if (given.message_text === "") throw badRequest("message text is empty");
  const source = { text: given.message_text, parseMode: given.parse_mode, entities: given.entities };
  const body = formatText(source, MESSAGE_RULES, userLookup(core));
  return { kind: "text", body, ...(given.link_preview_options ? { linkPreview: given.link_preview_options } : {}) };
}

const buttonSchema = z.object({
  text: z.string(),
  start_parameter: z.string().exactOptional(),
  web_app: z.object({ url: z.string() }).exactOptional(),
});

function readButton(call: Call) {
  const button = call.object("button", buttonSchema);
  if (!button) return {};
  if (button.start_parameter === undefined && button.web_app === undefined) {
    throw badRequest("can't parse inline query results button: Button must have exactly one of the optional fields");
  }
  if (button.start_parameter !== undefined && !/^[A-Za-z0-9_-]{1,64}$/.test(button.start_parameter)) {
    throw badRequest("START_PARAM_INVALID");
  }
  if (button.web_app && !isHttps(button.web_app.url)) {
    throw badRequest(`Web App URL '${button.web_app.url}' is invalid: Only HTTPS links are allowed`);
  }
  return { button };
}

export const inlineMethods: MethodTable = {
  answerInlineQuery(core, call) {
    const given = call.object("results", z.array(resultSchema));
    if (!given) throw badRequest("can't parse inline query results: Results must be specified");
    if (given.length > MAX_RESULTS) throw badRequest("too many inline query results specified");
    const nextOffset = call.text("next_offset") ?? "";
    if (Buffer.byteLength(nextOffset, "utf8") > 64) throw emulatorRefusal("next_offset must not exceed 64 bytes");
    const results = given.map((one) => readResult(core, one));
    if (new Set(results.map((one) => one.id)).size < results.length) throw badRequest("RESULT_ID_DUPLICATE");
    const record = core.inline.answer(call.text("inline_query_id") ?? "", {
      results,
      nextOffset,
      cacheTimeS: call.number("cache_time"),
      isPersonal: call.flag("is_personal"),
      ...readButton(call),
    });
    core.journal.add({ kind: "offered", userId: record.userId, titles: results.map((one) => one.title) });
    core.world.bus.stir();
    return true;
  },

  answerWebAppQuery(core, call) {
    const queryId = call.text("web_app_query_id") ?? "";
    const query = core.inline.webAppQueries.get(queryId);
    if (!query) throw badRequest("query is too old and response timeout expired or query ID is invalid");
    const given = call.object("result", resultSchema);
    if (!given) throw badRequest("result isn't specified");
    const message = postResult(core, query.userId, query.chatId, readResult(core, given), undefined);
    core.inline.webAppQueries.delete(queryId);
    return message.inlineMessageId === undefined ? {} : { inline_message_id: message.inlineMessageId };
  },

  savePreparedInlineMessage(core, call) {
    const userId = call.requiredNumber("user_id", "invalid user_id specified");
    if (!core.world.users.has(userId)) throw badRequest("user not found");
    const given = call.object("result", resultSchema);
    if (!given) throw badRequest("result isn't specified");
    const prepared = core.inline.prepare(userId, readResult(core, given), {
      user: call.flag("allow_user_chats"),
      bot: call.flag("allow_bot_chats"),
      group: call.flag("allow_group_chats"),
      channel: call.flag("allow_channel_chats"),
    });
    return { id: prepared.id, expiration_date: prepared.expiresS };
  },
};
