import { on, postEvent, supports, type MethodName } from "@telegram-apps/sdk-react";
import type { Controls } from "../lib/host.js";

export interface ControlsLaunch {
  /** Of the Mini App platform, such as `9.1`. */
  version: string;
  mayWrite: boolean;
}

/**
 * Controls in the protocol's own words. The SDK's components for them hold state we do not need and would add 3 KB to
 * the first JavaScript.
 */
export function createControls({ version, mayWrite }: ControlsLaunch): Controls {
  const can = (method: MethodName): boolean => supports(method, version);
  return {
    mayWrite,
    showMainButton: ({ text, isEnabled, isBusy }, onPress) => {
      const button = { text, is_active: isEnabled && !isBusy, is_progress_visible: isBusy, is_visible: true };
      postEvent("web_app_setup_main_button", button);
      const leave = on("main_button_pressed", onPress);
      return () => {
        leave();
        postEvent("web_app_setup_main_button", { is_visible: false });
      };
    },
    showSettingsButton: (onPress) => {
      if (!can("web_app_setup_settings_button")) return () => undefined;
      postEvent("web_app_setup_settings_button", { is_visible: true });
      return on("settings_button_pressed", onPress);
    },
    confirmClosing: () => {
      if (!can("web_app_setup_closing_behavior")) return () => undefined;
      postEvent("web_app_setup_closing_behavior", { need_confirmation: true });
      return () => postEvent("web_app_setup_closing_behavior", { need_confirmation: false });
    },
    requestWriteAccess: () => {
      if (!can("web_app_request_write_access")) return Promise.resolve(false);
      return new Promise((resolve) => {
        const leave = on("write_access_requested", ({ status }) => {
          leave();
          resolve(status === "allowed");
        });
        postEvent("web_app_request_write_access");
      });
    },
  };
}
