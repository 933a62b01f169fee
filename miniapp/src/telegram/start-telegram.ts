import {
  init,
  isTMA,
  miniAppReady,
  mountBackButton,
  mountMiniAppSync,
  mountThemeParamsSync,
  mountViewport,
  expandViewport,
  retrieveLaunchParams,
  retrieveRawInitData,
  targetOrigin,
} from "@telegram-apps/sdk-react";
import type { Host } from "../lib/host.js";
import { createHost } from "./host.js";
import { followTheme } from "./theme.js";
import { followViewport } from "./viewport.js";

/** True inside Telegram's own clients and in the sandbox's frame: launch parameters are there and well formed. */
export function isInTelegram(): boolean {
  return isTMA();
}

/** True in Telegram Web and in the sandbox, where the bridge is `postMessage` to a parent on another origin. */
export function isFramed(): boolean {
  return window.parent !== window;
}

/**
 * Starts the bridge, follows theme and viewport, and tells Telegram that there is something to see.
 * @param sandboxOrigin parent that may hear us instead of Telegram Web; only from our own API, never from the URL
 */
export function startTelegram(sandboxOrigin: string | undefined): Host {
  if (sandboxOrigin !== undefined) targetOrigin.set(sandboxOrigin);
  // Telegram Web would inject a style element, which our CSP forbids.
  init({ acceptCustomStyles: false });
  mountThemeParamsSync.ifAvailable();
  mountMiniAppSync.ifAvailable();
  mountBackButton.ifAvailable();
  followTheme();
  miniAppReady.ifAvailable();
  expandViewport.ifAvailable();
  const launch = retrieveLaunchParams();
  if (mountViewport.isAvailable()) {
    // Old and foreign clients may never answer; the page then keeps the window's own size and no insets.
    mountViewport({ timeout: 5_000 }).then(
      () => followViewport(launch.tgWebAppPlatform),
      () => undefined,
    );
  }
  return createHost({
    rawInitData: retrieveRawInitData(),
    startParam: launch.tgWebAppStartParam ?? launch.tgWebAppData?.start_param,
    languageCode: launch.tgWebAppData?.user?.language_code,
  });
}
