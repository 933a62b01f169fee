import type { MiniAppFameMessages } from "../../../../messages/en/mini-app-fame.js";
import { lazyTexts } from "../../lib/texts/lazy-texts.js";

/** Words of the hall of fame; suspends while they are on their way. */
export const useFameTexts = lazyTexts<MiniAppFameMessages>({
  en: async () => (await import("../../../../messages/en/mini-app-fame.js")).miniAppFame,
  de: async () => (await import("../../../../messages/de/mini-app-fame.js")).miniAppFame,
});
