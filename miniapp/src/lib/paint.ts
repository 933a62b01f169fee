import { buildPalette, type Palette, type ThemeColors } from "./palette.js";

function preferredScheme(): "light" | "dark" {
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Sets the app's colours on the root element. Safe under our CSP: properties are set one by one, no style text. */
export function paint(theme: ThemeColors): Palette {
  const palette = buildPalette(theme, preferredScheme());
  const root = document.documentElement;
  root.dataset["scheme"] = palette.scheme;
  for (const [name, color] of Object.entries(palette.variables)) root.style.setProperty(name, color);
  return palette;
}

/** Outside Telegram the page follows the browser's light or dark setting. */
export function followBrowserScheme(): void {
  paint({});
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => paint({}));
}
