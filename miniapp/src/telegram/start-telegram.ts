import {
  isTMA,
  on,
  postEvent,
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

/** Telegram Web offers to load the app anew; the frame must say that it can, and do it when asked. */
function takeReloads(): void {
  on("reload_iframe", () => {
    postEvent("iframe_will_reload");
    location.reload();
  });
  postEvent("iframe_ready", { reload_supported: true });
}

/**
 * Starts the bridge, follows theme and viewport, and tells Telegram that there is something to see. The SDK is used for
 * its bridge only: its components hold state that we do not need, 7 KB gzip of the first JavaScript.
 * @param sandboxOrigin parent that may hear us instead of Telegram Web; only from our own API, never from the URL
 * @throws UnknownEnvError where there are launch parameters but no Telegram around them
 */
export function startTelegram(sandboxOrigin: string | undefined): Host {
  if (sandboxOrigin !== undefined) targetOrigin.set(sandboxOrigin);
  const launch = retrieveLaunchParams();
  const { tgWebAppVersion: version, tgWebAppPlatform: platform } = launch;
  takeReloads();
  followTheme(launch.tgWebAppThemeParams, version);
  postEvent("web_app_ready");
  postEvent("web_app_expand");
  followViewport(platform, version);
  return createHost({
    rawInitData: retrieveRawInitData(),
    startParam: launch.tgWebAppStartParam ?? launch.tgWebAppData?.start_param,
    languageCode: launch.tgWebAppData?.user?.language_code,
    version,
    isPremium: launch.tgWebAppData?.user?.is_premium === true,
    mayWrite: launch.tgWebAppData?.user?.allows_write_to_pm === true,
  });
}
