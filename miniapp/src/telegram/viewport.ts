import { bindViewportCssVars, viewportStableHeight } from "@telegram-apps/sdk-react";

/** Where the app is a sheet that can be lower than its window, so that bars must hang on the stable height. */
const SHEETS: ReadonlySet<string> = new Set(["ios", "android", "android_x"]);

/** Hands both safe areas and, on phones, the stable height to CSS (telegram.md 7.1, row 3). */
export function followViewport(platform: string): void {
  bindViewportCssVars.ifAvailable((key) =>
    key === "stableHeight" ? null : `--tg-viewport-${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  );
  if (!SHEETS.has(platform)) return;
  const follow = (): void => {
    const height = viewportStableHeight();
    // 0 until Telegram has seen the sheet stand still once.
    if (height > 0) document.documentElement.style.setProperty("--tg-viewport-stable-height", `${height}px`);
  };
  follow();
  viewportStableHeight.sub(follow);
}
