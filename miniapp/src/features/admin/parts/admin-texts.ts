import { use } from "react";
import type { Locale } from "../../../../../messages/locale.js";
import { useServices } from "../../../lib/services.js";
import type { AdminTexts } from "./text-catalogue.js";

// Each language is a chunk of its own, fetched when an administrator opens the first of these pages.
const catalogues: Record<Locale, () => Promise<AdminTexts>> = {
  en: async () => (await import("./texts-en.js")).texts,
  de: async () => (await import("./texts-de.js")).texts,
};

const loaded = new Map<Locale, Promise<AdminTexts>>();

function load(locale: Locale): Promise<AdminTexts> {
  const known = loaded.get(locale);
  if (known !== undefined) return known;
  const made = catalogues[locale]();
  // A failed load must not be the answer for ever: the panel's "try again" asks anew.
  made.catch(() => loaded.delete(locale));
  loaded.set(locale, made);
  return made;
}

/** Words of the administrators' pages, with those that the bot's panels use for the same things; suspends at first. */
export function useAdminTexts(): AdminTexts {
  return use(load(useServices().locale));
}
