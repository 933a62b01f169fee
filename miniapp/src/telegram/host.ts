import {
  hapticFeedbackImpactOccurred,
  hapticFeedbackSelectionChanged,
  hideBackButton,
  on,
  onBackButtonClick,
  openTelegramLink,
  showBackButton,
} from "@telegram-apps/sdk-react";
import type { Host } from "../lib/host.js";

/** The person's launch, plus Telegram's native controls. Everything a client cannot do is left out silently. */
export function createHost(launch: Pick<Host, "rawInitData" | "startParam" | "languageCode">): Host {
  return {
    ...launch,
    onActive: (listener) =>
      on("visibility_changed", ({ is_visible: isVisible }) => {
        listener(isVisible);
      }),
    showBackButton: (onPress) => {
      showBackButton.ifAvailable();
      const [isHeard, unsubscribe] = onBackButtonClick.ifAvailable(onPress);
      return () => {
        if (isHeard) unsubscribe();
        hideBackButton.ifAvailable();
      };
    },
    haptic: (kind) => {
      if (kind === "select") hapticFeedbackSelectionChanged.ifAvailable();
      else hapticFeedbackImpactOccurred.ifAvailable("light");
    },
    openTelegramLink: (url) => {
      openTelegramLink.ifAvailable(url);
    },
  };
}
