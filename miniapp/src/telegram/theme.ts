import { on, postEvent, supports } from "@telegram-apps/sdk-react";
import { paint } from "../lib/paint.js";
import type { ThemeColors } from "../lib/palette.js";

/**
 * Paints the page in Telegram's colours, now and whenever the person changes the theme.
 * @param first colours of the launch
 * @param version of the Mini App platform
 */
export function followTheme(first: ThemeColors, version: string): void {
  const follow = (theme: ThemeColors): void => {
    for (const [name, color] of Object.entries(theme)) {
      if (color !== undefined) {
        document.documentElement.style.setProperty(`--tg-theme-${name.replaceAll("_", "-")}`, color);
      }
    }
    const palette = paint(theme);
    if (supports("web_app_set_background_color", version)) {
      postEvent("web_app_set_background_color", { color: palette.page });
    }
    if (supports("web_app_set_bottom_bar_color", version)) {
      postEvent("web_app_set_bottom_bar_color", { color: palette.bar });
    }
    // Before 6.9 a header takes only the names of two theme colours.
    if (supports("web_app_set_header_color", "color", version)) {
      postEvent("web_app_set_header_color", { color: palette.page });
    } else if (supports("web_app_set_header_color", version)) {
      postEvent("web_app_set_header_color", { color_key: "secondary_bg_color" });
    }
  };
  follow(first);
  on("theme_changed", ({ theme_params: theme }) => follow(theme));
}
