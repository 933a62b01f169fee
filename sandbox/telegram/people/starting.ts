import type { Core } from "../core.js";
import { validStartPayload } from "../links.js";
import { postMessage } from "../posting.js";
import type { MessageRecord } from "../state/records.js";
import { setBlocked } from "./membership.js";
import { personText } from "./chatting.js";
import { PersonRefusal } from "./refusal.js";

/** Presses Start, with the payload of a deep link if its letters and length are those clients deliver. */
export function startBot(core: Core, userId: number, payload?: string): MessageRecord {
  const user = core.world.user(userId);
  if (user.isDeleted) throw new PersonRefusal("This account was deleted");
  const valid = validStartPayload(payload);
  if (user.hasBlockedBot) setBlocked(core, user, false);
  user.hasStarted = true;
  user.allowsWriteToPm = true;
  const chat = core.world.botChat(userId);
  const body = personText(core, valid === undefined ? "/start" : `/start ${valid}`);
  return postMessage(core, chat, { fromId: userId, content: { kind: "text", body } });
}

/** The answer to a Mini App's `requestWriteAccess()`; a grant is told to the bot. */
export function answerWriteAccess(core: Core, userId: number, isGranted: boolean): void {
  const user = core.world.user(userId);
  if (!isGranted || user.allowsWriteToPm) return;
  user.allowsWriteToPm = true;
  postMessage(core, core.world.botChat(userId), {
    fromId: userId,
    content: { kind: "service", service: { what: "writeAccessAllowed", fromRequest: true } },
  });
}

/** `sendData` of an app opened from the reply keyboard: at most 4,096 bytes. */
export function sendWebAppData(core: Core, userId: number, buttonText: string, data: string): MessageRecord {
  if (Buffer.byteLength(data, "utf8") > 4096) throw new PersonRefusal("WEB_APP_DATA_INVALID");
  return postMessage(core, core.world.botChat(userId), {
    fromId: userId,
    content: { kind: "service", service: { what: "webAppData", data, buttonText } },
  });
}
