import type { MiniAppShareMessages } from "../../../../../messages/en/mini-app-share.js";
import { lazyTexts } from "../../../lib/texts/lazy-texts.js";

/** Words of the share sheet; suspends while they are on their way. */
export const useShareTexts = lazyTexts<MiniAppShareMessages>({
  en: async () => (await import("../../../../../messages/en/mini-app-share.js")).miniAppShare,
  de: async () => (await import("../../../../../messages/de/mini-app-share.js")).miniAppShare,
});
