import { on, postEvent, supports, type SafeAreaInsets } from "@telegram-apps/sdk-react";

/** Where the app is a sheet that can be lower than its window, so that bars must hang on the stable height. */
const SHEETS: ReadonlySet<string> = new Set(["ios", "android", "android_x"]);

function set(name: string, pixels: number): void {
  document.documentElement.style.setProperty(`--tg-viewport-${name}`, `${pixels}px`);
}

/**
 * Hands both safe areas and, on phones, the stable height to CSS. Old and foreign clients never
 * answer; the page then keeps the window's own size and no insets.
 */
export function followViewport(platform: string, version: string): void {
  const follow = (kind: "safe-area" | "content-safe-area") => (insets: SafeAreaInsets) => {
    for (const side of ["top", "bottom", "left", "right"] as const) set(`${kind}-inset-${side}`, insets[side]);
  };
  if (supports("web_app_request_safe_area", version)) {
    on("safe_area_changed", follow("safe-area"));
    on("content_safe_area_changed", follow("content-safe-area"));
    postEvent("web_app_request_safe_area");
    postEvent("web_app_request_content_safe_area");
  }
  if (!SHEETS.has(platform)) return;
  on("viewport_changed", ({ height, is_state_stable: isStable }) => {
    // 0 until Telegram has seen the sheet stand still once.
    if (isStable && height > 0) set("stable-height", height);
  });
  postEvent("web_app_request_viewport");
}
