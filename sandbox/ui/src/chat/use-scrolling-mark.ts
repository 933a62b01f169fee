import { type RefObject, useEffect } from "react";

/** Long enough to read a date after the last turn of the wheel. */
const LINGERS_MS = 1200;

/** Marks a box with `data-scrolling` while somebody scrolls in it; style sheets show more then. */
export function useScrollingMark(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rest = (): void => void delete element.dataset["scrolling"];
    const onScroll = (): void => {
      element.dataset["scrolling"] = "";
      clearTimeout(timer);
      timer = setTimeout(rest, LINGERS_MS);
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      clearTimeout(timer);
      element.removeEventListener("scroll", onScroll);
    };
  }, [box]);
}
