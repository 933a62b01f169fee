import { on, postEvent, supports, type MethodParams } from "@telegram-apps/sdk-react";
import type { Host } from "../lib/host.js";
import { createControls, type ControlsLaunch } from "./controls.js";
import type { SharingLaunch } from "./sharing.js";

export type Launch = Pick<Host, "rawInitData" | "startParam" | "languageCode"> & ControlsLaunch & SharingLaunch;

const HAPTICS = {
  select: { type: "selection_change" },
  tap: { type: "impact", impact_style: "light" },
  success: { type: "notification", notification_type: "success" },
  failure: { type: "notification", notification_type: "error" },
} as const satisfies Record<string, MethodParams<"web_app_trigger_haptic_feedback">>;

/** The person's launch, plus Telegram's native controls. Everything a client cannot do is left out silently. */
export function createHost({ version, mayWrite, isPremium, ...launch }: Launch): Host {
  const showBackButton = (isVisible: boolean): void => {
    if (supports("web_app_setup_back_button", version)) {
      postEvent("web_app_setup_back_button", { is_visible: isVisible });
    }
  };
  return {
    ...launch,
    ...createControls({ version, mayWrite }),
    sharing: async () => (await import("./sharing.js")).createSharing({ version, isPremium }),
    onActive: (listener) =>
      on("visibility_changed", ({ is_visible: isVisible }) => {
        listener(isVisible);
      }),
    showBackButton: (onPress) => {
      showBackButton(true);
      const leave = on("back_button_pressed", onPress);
      return () => {
        leave();
        showBackButton(false);
      };
    },
    haptic: (kind) => {
      if (supports("web_app_trigger_haptic_feedback", version)) {
        postEvent("web_app_trigger_haptic_feedback", HAPTICS[kind]);
      }
    },
    openTelegramLink: (url) => {
      const { pathname, search } = new URL(url);
      if (supports("web_app_open_tg_link", version))
        postEvent("web_app_open_tg_link", { path_full: pathname + search });
      else location.href = url;
    },
  };
}
