import { useSyncExternalStore } from "react";

export type ThemeName = "light" | "dark";

const STORAGE_KEY = "sandbox.theme";

/**
 * What the client tells Mini Apps (`tgWebAppThemeParams`, `theme_changed`). The names are Telegram's; the colours are
 * this page's own and reach 4.5:1 for every text colour on every background they are meant for.
 */
const THEME_PARAMS: Record<ThemeName, Record<string, string>> = {
  light: {
    bg_color: "#ffffff",
    text_color: "#10171e",
    hint_color: "#5f6b76",
    link_color: "#1a6fc0",
    button_color: "#1a6fc0",
    button_text_color: "#ffffff",
    secondary_bg_color: "#f1f4f6",
    header_bg_color: "#ffffff",
    bottom_bar_bg_color: "#f1f4f6",
    accent_text_color: "#1a6fc0",
    section_bg_color: "#ffffff",
    section_header_text_color: "#1a6fc0",
    section_separator_color: "#dde3e8",
    subtitle_text_color: "#5f6b76",
    destructive_text_color: "#c23a32",
  },
  dark: {
    bg_color: "#17212b",
    text_color: "#f4f7f9",
    hint_color: "#93a5b6",
    link_color: "#6ab3f3",
    button_color: "#2a74bb",
    button_text_color: "#ffffff",
    secondary_bg_color: "#0e1621",
    header_bg_color: "#17212b",
    bottom_bar_bg_color: "#0e1621",
    accent_text_color: "#6ab3f3",
    section_bg_color: "#17212b",
    section_header_text_color: "#6ab3f3",
    section_separator_color: "#0b121a",
    subtitle_text_color: "#93a5b6",
    destructive_text_color: "#ff8a80",
  },
};

/** The colours of a theme under Telegram's names. */
export function themeParams(theme: ThemeName): Record<string, string> {
  return THEME_PARAMS[theme];
}

const darkQuery = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

function chosenTheme(): ThemeName | null {
  const stored = window.localStorage.getItem(STORAGE_KEY);
  return stored === "light" || stored === "dark" ? stored : null;
}

/** The person's choice, else the system's. */
function currentTheme(): ThemeName {
  return chosenTheme() ?? (darkQuery.matches ? "dark" : "light");
}

/** Puts the theme on the root element, where the style sheets look for it. */
export function applyTheme(): void {
  document.documentElement.dataset["theme"] = currentTheme();
  for (const listener of listeners) listener();
}

/** A choice that equals the system's is forgotten again, so the page keeps following the system. */
export function toggleTheme(): void {
  const next: ThemeName = currentTheme() === "dark" ? "light" : "dark";
  const system: ThemeName = darkQuery.matches ? "dark" : "light";
  if (next === system) window.localStorage.removeItem(STORAGE_KEY);
  else window.localStorage.setItem(STORAGE_KEY, next);
  applyTheme();
}

darkQuery.addEventListener("change", applyTheme);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The theme, drawn again when it changes. */
export function useTheme(): ThemeName {
  return useSyncExternalStore(subscribe, currentTheme);
}
