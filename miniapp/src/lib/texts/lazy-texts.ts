import { use } from "react";
import type { Locale } from "../../../../messages/locale.js";
import { useServices } from "../services.js";

/**
 * A hook for texts that are fetched with the first page that needs them; it suspends while they are on their way.
 * @param catalogues how to fetch each language
 */
export function lazyTexts<Messages>(catalogues: Record<Locale, () => Promise<Messages>>): () => Messages {
  const loaded = new Map<Locale, Promise<Messages>>();
  const load = (locale: Locale): Promise<Messages> => {
    const known = loaded.get(locale);
    if (known !== undefined) return known;
    const made = catalogues[locale]();
    // A failed load must not be the answer for ever: the panel's "try again" asks anew.
    made.catch(() => loaded.delete(locale));
    loaded.set(locale, made);
    return made;
  };
  return function useLazyTexts() {
    return use(load(useServices().locale));
  };
}
