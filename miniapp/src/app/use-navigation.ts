import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { useServices } from "../lib/services.js";

/**
 * Telegram's settings button, and its back button on every page but the root: back through the app's own history, and home when the page was
 * opened by a link. Forward moves start at the top of the page; back moves keep what the browser restores.
 */
export function useNavigation(): void {
  const { host } = useServices();
  const [path, navigate] = useLocation();
  const isRoot = path === "/";
  /** Steps of ours in the history: the only ones that may be gone back. */
  const depth = useRef(0);

  useEffect(() => {
    // wouter tells of the history's own calls by events of the same names.
    const onPush = (): void => {
      depth.current += 1;
      window.scrollTo(0, 0);
    };
    const onPop = (): void => {
      depth.current = Math.max(0, depth.current - 1);
    };
    window.addEventListener("pushState", onPush);
    window.addEventListener("popstate", onPop);
    return () => {
      window.removeEventListener("pushState", onPush);
      window.removeEventListener("popstate", onPop);
    };
  }, []);

  useEffect(() => host?.showSettingsButton(() => navigate("/settings")), [host, navigate]);

  useEffect(() => {
    if (isRoot) return undefined;
    return host?.showBackButton(() => {
      if (depth.current > 0) window.history.back();
      else navigate("/", { replace: true });
    });
  }, [host, isRoot, navigate]);
}
