import type { MenuButton } from "@grammyjs/types";
import { z } from "zod";
import type { Core } from "../core.js";
import { badRequest } from "../errors.js";
import type { Call } from "../http/call.js";
import { isHttps } from "../text/reply-markup.js";
import type { MethodTable } from "./handler.js";

const buttonSchema = z.object({
  type: z.string(),
  text: z.string().optional(),
  web_app: z.object({ url: z.string() }).optional(),
});

/** 0 is the default for everybody; menu buttons exist in private chats only. */
function readUser(core: Core, call: Call): number {
  const chatId = call.number("chat_id");
  if (chatId === undefined || chatId === 0) return 0;
  const user = core.world.users.get(chatId);
  if (!user || user.isBot) throw badRequest("chat not found");
  return chatId;
}

function readButton(call: Call): MenuButton {
  const button = call.object("menu_button", buttonSchema) ?? { type: "default" };
  if (button.type === "default" || button.type === "commands") return { type: button.type };
  if (button.type !== "web_app") throw badRequest("can't parse menu button: Unsupported type specified");
  const text = button.text ?? "";
  if (text.trim() === "") throw badRequest("menu button text must be non-empty");
  const url = button.web_app?.url ?? "";
  if (!isHttps(url)) {
    throw badRequest(`menu button Web App URL '${url}' is invalid: Only HTTPS links are allowed`);
  }
  return { type: "web_app", text, web_app: { url } };
}

export const menuButtonMethods: MethodTable = {
  setChatMenuButton(core, call) {
    const button = readButton(call);
    const userId = readUser(core, call);
    core.profile.menuButtons.set(userId, button);
    core.world.bus.changed(...(userId === 0 ? [] : [userId]));
    return true;
  },

  getChatMenuButton(core, call) {
    const userId = readUser(core, call);
    const own = core.profile.menuButtons.get(userId);
    if (own && (own.type !== "default" || userId === 0)) return own;
    return userId === 0 ? { type: "commands" } : (core.profile.menuButtons.get(0) ?? { type: "commands" });
  },
};
