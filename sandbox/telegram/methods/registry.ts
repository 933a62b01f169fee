import { callbackMethods } from "./callbacks.js";
import { chatMethods } from "./chats.js";
import { commandMethods } from "./commands.js";
import { editMethods } from "./edits.js";
import { ephemeralMethods } from "./ephemeral.js";
import { forwardMethods } from "./forwards.js";
import type { MethodHandler } from "./handler.js";
import { inlineMethods } from "./inline.js";
import { menuButtonMethods } from "./menu-button.js";
import { messageMethods } from "./messages.js";
import { photoMethods } from "./photos.js";
import { pinMethods } from "./pins.js";
import { profileMethods } from "./profile.js";
import { reactionMethods } from "./reactions.js";
import { richMethods } from "./rich.js";
import { topicMethods } from "./topics.js";
import { updateMethods } from "./updates.js";

/** Every method that is built; `coverage.ts` says how completely, and a test keeps the two equal. */
export const methods: ReadonlyMap<string, MethodHandler> = new Map(
  [
    callbackMethods,
    chatMethods,
    commandMethods,
    editMethods,
    ephemeralMethods,
    forwardMethods,
    inlineMethods,
    menuButtonMethods,
    messageMethods,
    photoMethods,
    pinMethods,
    profileMethods,
    reactionMethods,
    richMethods,
    topicMethods,
    updateMethods,
  ].flatMap((table) => Object.entries(table)),
);
