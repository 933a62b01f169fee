import type { HostOptions, Insets } from "./_launch.js";

/**
 * Telegram's side of the native bridge, as the official clients speak it: the production start-up code
 * runs against it, in happy-dom and, through an init script, in a real browser. No part of the SDK is replaced.
 */
export interface BridgeHost {
  /** What the app has asked of Telegram, in order. */
  readonly posted: { type: string; data: unknown }[];
  /** Sends an event as Telegram would. */
  emit(type: string, data?: unknown): void;
}

const NO_INSETS: Insets = { top: 0, bottom: 0, left: 0, right: 0 };

declare global {
  interface Window {
    TelegramWebviewProxy?: { postEvent(type: string, data: string): void };
    Telegram?: { WebView?: { receiveEvent?: (type: string, data: unknown) => void } };
    /** For tests that look from outside the page. */
    bridgeHost?: BridgeHost;
  }
}

export function installBridgeHost(options: HostOptions = {}): BridgeHost {
  const host: BridgeHost = {
    posted: [],
    emit: (type, data) => window.Telegram?.WebView?.receiveEvent?.(type, data),
  };
  const answers: Record<string, () => [type: string, data: unknown]> = {
    web_app_request_theme: () => ["theme_changed", { theme_params: options.theme ?? {} }],
    web_app_request_safe_area: () => ["safe_area_changed", options.safeArea ?? NO_INSETS],
    web_app_request_content_safe_area: () => ["content_safe_area_changed", options.contentSafeArea ?? NO_INSETS],
    web_app_request_viewport: () => [
      "viewport_changed",
      {
        height: options.height ?? window.innerHeight,
        width: window.innerWidth,
        is_expanded: true,
        is_state_stable: true,
      },
    ],
  };
  window.TelegramWebviewProxy = {
    postEvent: (type, data) => {
      host.posted.push({ type, data: data === undefined || data === "undefined" ? undefined : JSON.parse(data) });
      const answer = options.isMute ? undefined : answers[type]?.();
      // Never before the call has returned: a real client answers from another process.
      if (answer !== undefined) queueMicrotask(() => host.emit(...answer));
    },
  };
  window.bridgeHost = host;
  return host;
}
