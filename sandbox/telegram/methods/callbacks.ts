import { badRequest } from "../errors.js";
import { codePoints } from "../text/marks.js";
import type { MethodTable } from "./handler.js";

export const callbackMethods: MethodTable = {
  answerCallbackQuery(core, call) {
    const text = call.text("text") ?? "";
    if (codePoints(text) > 200) throw badRequest("MESSAGE_TOO_LONG");
    const url = call.text("url");
    const record = core.callbacks.answer(call.text("callback_query_id") ?? "");
    if (url !== undefined && !/^(?:https:\/\/t\.me\/|tg:\/\/)/i.test(url)) throw badRequest("URL_INVALID");
    const isAlert = call.flag("show_alert");
    const opening = url === undefined ? {} : { url };
    core.journal.add({ kind: "answered", userId: record.userId, text, isAlert, ...opening });
    core.world.bus.emit(
      { type: "callbackAnswered", queryId: record.id, isAlert, ...(text === "" ? {} : { text }), ...opening },
      record.userId,
    );
    core.world.bus.stir();
    return true;
  },
};
