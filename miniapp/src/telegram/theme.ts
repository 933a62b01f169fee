import {
  bindThemeParamsCssVars,
  setMiniAppBackgroundColor,
  setMiniAppBottomBarColor,
  setMiniAppHeaderColor,
  themeParamsState,
} from "@telegram-apps/sdk-react";
import { paint } from "../lib/paint.js";

/** Paints the page in Telegram's colours, now and whenever the person changes the theme. */
export function followTheme(): void {
  bindThemeParamsCssVars.ifAvailable();
  const follow = (): void => {
    const palette = paint(themeParamsState());
    setMiniAppBackgroundColor.ifAvailable(palette.page);
    setMiniAppBottomBarColor.ifAvailable(palette.bar);
    // Before 6.9 a header takes only the names of two theme colours.
    if (setMiniAppHeaderColor.isAvailable() && setMiniAppHeaderColor.supports.rgb())
      setMiniAppHeaderColor(palette.page);
    else setMiniAppHeaderColor.ifAvailable("secondary_bg_color");
  };
  follow();
  themeParamsState.sub(follow);
}
