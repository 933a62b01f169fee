import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { useServices } from "../lib/services.js";

/**
 * Telegram's back button on every page but the root: back through the app's own history, and home when the page was
 * opened by a link. Forward moves start at the top of the page.
 */
export function useNavigation(): void {
  const { host } = useServices();
  const [path, navigate] = useLocation();
  const isRoot = path === "/";
  const depth = useRef(0);
  const isBack = useRef(false);
  const previous = useRef(path);

  useEffect(() => {
    const onPop = (): void => {
      isBack.current = true;
    };
    window.addEventListener("popstate", onPop);
    return () => {
      window.removeEventListener("popstate", onPop);
    };
  }, []);

  useEffect(() => {
    if (previous.current === path) return;
    previous.current = path;
    if (!isBack.current) window.scrollTo(0, 0);
    depth.current = Math.max(0, depth.current + (isBack.current ? -1 : 1));
    isBack.current = false;
  }, [path]);

  useEffect(() => {
    if (isRoot) return undefined;
    return host?.showBackButton(() => {
      if (depth.current > 0) window.history.back();
      else navigate("/", { replace: true });
    });
  }, [host, isRoot, navigate]);
}
