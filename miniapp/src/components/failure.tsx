import type { ReactElement } from "react";
import { useServices } from "../lib/services.js";
import { useOnline } from "../lib/use-online.js";
import { Button } from "./button.js";
import { Notice } from "./notice.js";

/** A page whose data did not come, with the way out. */
export function Failure({ onRetry }: { onRetry: () => void }): ReactElement {
  const { state } = useServices().texts;
  const isOffline = !useOnline();
  return (
    <Notice
      isPage
      role="alert"
      icon={isOffline ? "cloudOff" : "alert"}
      title={isOffline ? state.offlineTitle : state.failedTitle}
      action={<Button onPress={onRetry}>{state.retry}</Button>}
    >
      {isOffline ? state.offline : state.failed}
    </Notice>
  );
}
