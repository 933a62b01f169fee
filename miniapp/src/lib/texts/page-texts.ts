import { use } from "react";
import type { MiniAppPagesMessages } from "../../../../messages/en/mini-app-pages.js";
import type { Locale } from "../../../../messages/locale.js";
import { useServices } from "../services.js";

const catalogues: Record<Locale, () => Promise<MiniAppPagesMessages>> = {
  en: async () => (await import("../../../../messages/en/mini-app-pages.js")).miniAppPages,
  de: async () => (await import("../../../../messages/de/mini-app-pages.js")).miniAppPages,
};

const loaded = new Map<Locale, Promise<MiniAppPagesMessages>>();

function load(locale: Locale): Promise<MiniAppPagesMessages> {
  const known = loaded.get(locale);
  if (known !== undefined) return known;
  const made = catalogues[locale]();
  // A failed load must not be the answer for ever: the panel's "try again" asks anew.
  made.catch(() => loaded.delete(locale));
  loaded.set(locale, made);
  return made;
}

/** Texts of the pages behind a tap; suspends while they are on their way. */
export function usePageTexts(): MiniAppPagesMessages {
  return use(load(useServices().locale));
}
