import type { InlineKeyboardButton } from "@grammyjs/types";
import { z } from "zod";
import { badRequest, emulatorRefusal } from "../errors.js";
import { codePoints } from "./marks.js";

const MAX_BUTTONS = 100;

const style = z.string().optional();
const webApp = z.object({ url: z.string() });

const inlineButton = z.object({
  text: z.string(),
  icon_custom_emoji_id: z.string().optional(),
  style,
  url: z.string().optional(),
  callback_data: z.string().optional(),
  web_app: webApp.optional(),
  login_url: z.object({ url: z.string() }).loose().optional(),
  switch_inline_query: z.string().optional(),
  switch_inline_query_current_chat: z.string().optional(),
  switch_inline_query_chosen_chat: z
    .object({
      query: z.string().optional(),
      allow_user_chats: z.boolean().optional(),
      allow_bot_chats: z.boolean().optional(),
      allow_group_chats: z.boolean().optional(),
      allow_channel_chats: z.boolean().optional(),
    })
    .optional(),
  copy_text: z.object({ text: z.string() }).optional(),
  callback_game: z.object({}).optional(),
  pay: z.boolean().optional(),
  disabled: z.object({}).optional(),
});

const replyKey = z.union([z.string(), z.object({ text: z.string(), style, web_app: webApp.optional() }).loose()]);

const markupSchema = z.union([
  z.object({ inline_keyboard: z.array(z.array(inlineButton)), force_reply: z.boolean().optional() }),
  z.object({
    keyboard: z.array(z.array(replyKey)),
    is_persistent: z.boolean().optional(),
    resize_keyboard: z.boolean().optional(),
    one_time_keyboard: z.boolean().optional(),
    input_field_placeholder: z.string().optional(),
    selective: z.boolean().optional(),
    force_reply: z.boolean().optional(),
  }),
  z.object({ remove_keyboard: z.boolean(), selective: z.boolean().optional() }),
  z.object({
    force_reply: z.boolean(),
    input_field_placeholder: z.string().optional(),
    selective: z.boolean().optional(),
  }),
]);

type InlineButtonInput = z.infer<typeof inlineButton>;

export type ReplyKey = { text: string; style?: string; action: "text" | "webApp" | "unsupported"; url?: string };

export type ReplyInterface =
  | {
      kind: "keyboard";
      rows: ReplyKey[][];
      placeholder?: string;
      isOneTime: boolean;
      isPersistent: boolean;
      resize: boolean;
      isSelective: boolean;
    }
  | { kind: "remove"; isSelective: boolean }
  | { kind: "forceReply"; placeholder?: string; isSelective: boolean };

export type ReplyMarkup =
  | { kind: "inline"; rows: InlineKeyboardButton[][] }
  | { kind: "interface"; ui: ReplyInterface }
  | { kind: "none" };

export type MarkupRules = {
  /** `web_app` buttons exist in private chats only. */
  isPrivate: boolean;
};

/**
 * Reads `reply_markup` as Telegram does; empty rows vanish.
 *
 * @throws ApiError in Telegram's words
 */
export function parseReplyMarkup(raw: unknown, rules: MarkupRules): ReplyMarkup {
  if (raw === undefined || (typeof raw === "object" && raw !== null && Object.keys(raw).length === 0)) {
    return { kind: "none" };
  }
  const parsed = markupSchema.safeParse(raw);
  if (!parsed.success) throw badRequest(`can't parse reply markup JSON object: ${z.prettifyError(parsed.error)}`);
  const markup = parsed.data;
  if ("inline_keyboard" in markup) return { kind: "inline", rows: parseInlineRows(markup.inline_keyboard, rules) };
  if ("keyboard" in markup) return { kind: "interface", ui: parseKeyboard(markup, rules) };
  if ("remove_keyboard" in markup) {
    if (!markup.remove_keyboard) return { kind: "none" };
    return { kind: "interface", ui: { kind: "remove", isSelective: markup.selective === true } };
  }
  if ("force_reply" in markup && markup.force_reply) {
    const ui: ReplyInterface = { kind: "forceReply", isSelective: markup.selective === true };
    if (markup.input_field_placeholder !== undefined) ui.placeholder = markup.input_field_placeholder;
    return { kind: "interface", ui };
  }
  return { kind: "none" };
}

function parseInlineRows(rows: InlineButtonInput[][], rules: MarkupRules): InlineKeyboardButton[][] {
  const parsed = rows.map((row) => row.map((button) => parseInlineButton(button, rules)));
  const kept = parsed.filter((row) => row.length > 0);
  if (kept.flat().length > MAX_BUTTONS) throw badRequest("reply markup is too long");
  return kept;
}

function parseInlineButton(button: InlineButtonInput, rules: MarkupRules): InlineKeyboardButton {
  const action = actionOf(button, rules);
  if (button.text.trim() === "") throw badRequest("inline keyboard button text must be non-empty");
  return {
    text: button.text,
    ...(button.icon_custom_emoji_id === undefined ? {} : { icon_custom_emoji_id: button.icon_custom_emoji_id }),
    ...parseStyle(button.style),
    ...action,
  };
}

type WithoutText<T> = T extends unknown ? Omit<T, "text" | "style" | "icon_custom_emoji_id"> : never;
type ButtonAction = WithoutText<InlineKeyboardButton>;

/** In Telegram's order: the first field that is there decides, so two actions in one button are ours to refuse. */
function actionOf(button: InlineButtonInput, rules: MarkupRules): ButtonAction {
  const { text: _text, style: _style, icon_custom_emoji_id: _icon, ...actions } = button;
  const given = Object.entries(actions).filter(([, value]) => value !== undefined);
  if (given.length > 1) {
    throw emulatorRefusal(`a button has several actions: ${given.map(([name]) => name).join(", ")}`);
  }
  if (button.url) return { url: checkUrl(button.url) };
  if (button.callback_data) return { callback_data: checkCallbackData(button.callback_data) };
  if (button.web_app) return { web_app: checkWebApp(button.web_app.url, rules) };
  if (button.switch_inline_query !== undefined) return { switch_inline_query: button.switch_inline_query };
  if (button.switch_inline_query_current_chat !== undefined) {
    return { switch_inline_query_current_chat: button.switch_inline_query_current_chat };
  }
  if (button.switch_inline_query_chosen_chat) {
    return { switch_inline_query_chosen_chat: defined(button.switch_inline_query_chosen_chat) };
  }
  if (button.copy_text) return { copy_text: checkCopyText(button.copy_text.text) };
  if (button.disabled) return { disabled: {} };
  if (button.login_url || button.callback_game || button.pay !== undefined) {
    throw emulatorRefusal("login, game and pay buttons are not implemented", 501);
  }
  throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
}

/** Leaves out what is undefined, as optional fields are either there or not. */
function defined(choice: NonNullable<InlineButtonInput["switch_inline_query_chosen_chat"]>) {
  return {
    ...(choice.query === undefined ? {} : { query: choice.query }),
    ...(choice.allow_user_chats === undefined ? {} : { allow_user_chats: choice.allow_user_chats }),
    ...(choice.allow_bot_chats === undefined ? {} : { allow_bot_chats: choice.allow_bot_chats }),
    ...(choice.allow_group_chats === undefined ? {} : { allow_group_chats: choice.allow_group_chats }),
    ...(choice.allow_channel_chats === undefined ? {} : { allow_channel_chats: choice.allow_channel_chats }),
  };
}

function checkUrl(url: string): string {
  if (/^(?:tg|ton|tonsite):\/\//i.test(url) || URL.canParse(url) || URL.canParse(`http://${url}`)) return url;
  throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
}

function checkCallbackData(data: string): string {
  if (Buffer.byteLength(data, "utf8") > 64) throw badRequest("BUTTON_DATA_INVALID");
  return data;
}

function checkCopyText(text: string): { text: string } {
  const length = codePoints(text);
  if (length < 1 || length > 256) throw emulatorRefusal("copy_text must have 1-256 characters");
  return { text };
}

function checkWebApp(url: string, rules: MarkupRules): { url: string } {
  if (!isHttps(url)) {
    throw badRequest(`inline keyboard button Web App URL '${url}' is invalid: Only HTTPS links are allowed`);
  }
  if (!rules.isPrivate) throw badRequest("BUTTON_TYPE_INVALID");
  return { url };
}

export function isHttps(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === "https:";
}

type ButtonStyle = "primary" | "success" | "danger";

function parseStyle(given: string | undefined): { style?: ButtonStyle } {
  if (given === undefined || given === "") return {};
  if (given === "primary" || given === "success" || given === "danger") return { style: given };
  throw badRequest("can't parse inline keyboard button: invalid button style specified");
}

type KeyboardInput = Extract<z.infer<typeof markupSchema>, { keyboard: unknown }>;

function parseKeyboard(markup: KeyboardInput, rules: MarkupRules): ReplyInterface {
  const rows = markup.keyboard.map((row) => row.map((key) => parseKey(key, rules))).filter((row) => row.length > 0);
  if (rows.length === 0) throw badRequest("reply keyboard must be non-empty");
  const ui: ReplyInterface = {
    kind: "keyboard",
    rows,
    isOneTime: markup.one_time_keyboard === true,
    isPersistent: markup.is_persistent === true,
    resize: markup.resize_keyboard === true,
    isSelective: markup.selective === true,
  };
  if (markup.input_field_placeholder !== undefined) ui.placeholder = markup.input_field_placeholder;
  return ui;
}

function parseKey(key: z.infer<typeof replyKey>, rules: MarkupRules): ReplyKey {
  if (typeof key === "string") return { text: checkKeyText(key), action: "text" };
  const { text, style: given, web_app: app, icon_custom_emoji_id: _icon, ...others } = key;
  const base = { text: checkKeyText(text), ...parseStyle(given) };
  if (app) {
    if (!rules.isPrivate) throw badRequest("web App buttons can be used in private chats only");
    if (!isHttps(app.url)) {
      throw badRequest(`keyboard button Web App URL '${app.url}' is invalid: Only HTTPS links are allowed`);
    }
    return { ...base, action: "webApp", url: app.url };
  }
  // Contact, location, poll and chooser keys: accepted, but pressing them is a gap (HONESTY.md).
  const asksSomething = Object.values(others).some((value) => value !== undefined && value !== false);
  if (asksSomething && !rules.isPrivate) throw badRequest("keyboard button can be used in private chats only");
  return { ...base, action: asksSomething ? "unsupported" : "text" };
}

function checkKeyText(text: string): string {
  if (text === "") throw badRequest("keyboard button text must be non-empty");
  return text;
}
