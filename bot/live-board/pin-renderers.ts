import * as z from "zod";
import { liveBoardUnpin, notePinned, notePinRefused } from "../../core/telegram/live-board-store.js";
import { enqueueMessages } from "../../core/telegram/outbox.js";
import { parseRaceId } from "../../wire/ids.js";
import type { BotServices } from "../context.js";
import type { Renderer } from "../outbox/renderer.js";

const pinPayload = z.object({ race: z.string(), messageId: z.int() });
const unpinPayload = z.object({ messageId: z.int() });

/** Pins a board silently; the boards of earlier races are unpinned after it. */
export function pinRenderer({ core }: BotServices): Renderer {
  return async ({ chatId, payload }) => {
    const { race: raceText, messageId } = pinPayload.parse(payload);
    const race = parseRaceId(raceText);
    if (race === undefined) return undefined;
    return {
      isRepeatable: true,
      async send(api) {
        await api.pinChatMessage(chatId, messageId, { disable_notification: true });
        return undefined;
      },
      async finish(client) {
        const earlier = await notePinned(client, { chatId, race, messageId });
        const unpins = earlier.map((each) => liveBoardUnpin(chatId, each));
        if (unpins.length > 0) await enqueueMessages(client, core.clock.now(), unpins);
      },
      async mend() {
        // Without the right to pin the board still stands there and moves; the settings menu shows what is missing.
        await notePinRefused(core.pool, chatId);
        return false;
      },
    };
  };
}

/** Unpins a board that another one has replaced. */
export function unpinRenderer(): Renderer {
  return async ({ chatId, payload }) => {
    const { messageId } = unpinPayload.parse(payload);
    return {
      isRepeatable: true,
      async send(api) {
        await api.unpinChatMessage(chatId, messageId);
        return undefined;
      },
    };
  };
}
