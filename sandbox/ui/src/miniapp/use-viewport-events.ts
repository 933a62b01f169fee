import { useEffect } from "react";
import type { BridgeHost } from "./bridge-host.js";

/** The sheet moves for 250 ms; after this pause its size counts as stable. */
const SETTLED_MS = 120;

/** Tells the app its size: at once while it moves, and once more when it has come to rest. */
export function useViewportEvents(frame: HTMLIFrameElement | null, host: BridgeHost): void {
  useEffect(() => {
    if (frame === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new ResizeObserver(() => {
      if (frame.clientHeight === 0) return;
      host.viewportChanged(false);
      clearTimeout(timer);
      timer = setTimeout(() => host.viewportChanged(true), SETTLED_MS);
    });
    observer.observe(frame);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [frame, host]);
}
