import { lazyTexts } from "../../../lib/texts/lazy-texts.js";
import type { AdminTexts } from "./text-catalogue.js";

/** Words of the administrators' pages, with those that the bot's panels use for the same things; suspends at first. */
export const useAdminTexts = lazyTexts<AdminTexts>({
  en: async () => (await import("./texts-en.js")).texts,
  de: async () => (await import("./texts-de.js")).texts,
});
