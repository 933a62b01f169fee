import type { MiniAppPagesMessages } from "../../../../messages/en/mini-app-pages.js";
import { lazyTexts } from "./lazy-texts.js";

/** Texts of the pages behind a tap; suspends while they are on their way. */
export const usePageTexts = lazyTexts<MiniAppPagesMessages>({
  en: async () => (await import("../../../../messages/en/mini-app-pages.js")).miniAppPages,
  de: async () => (await import("../../../../messages/de/mini-app-pages.js")).miniAppPages,
});
