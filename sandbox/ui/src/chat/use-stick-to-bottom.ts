import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** This close to the end counts as "at the bottom" (CSS pixels); about one line of text. */
const NEAR_PX = 40;

type Sticky = {
  box: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  isAtBottom: boolean;
  scrollToBottom: (behavior: ScrollBehavior) => void;
};

/**
 * Keeps a scrolling box at its end while the reader is there, through new lines, pictures that load and a keyboard that
 * opens, and leaves it alone while he reads further up.
 *
 * @param startAt selector of the line to begin at, when there is one; else the end
 */
export function useStickToBottom(startAt: string): Sticky {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const sticks = useRef(true);
  const [isAtBottom, setAtBottom] = useState(true);

  /**
   * While it sticks, the browser must not hold the line in sight where it is: it would move the box up when an old message
   * leaves the list, which looks like a reader who does.
   */
  const stick = useCallback((isOn: boolean) => {
    sticks.current = isOn;
    if (box.current !== null) box.current.style.overflowAnchor = isOn ? "none" : "auto";
  }, []);

  const scrollToBottom = useCallback(
    (behavior: ScrollBehavior) => {
      stick(true);
      box.current?.scrollTo({ top: box.current.scrollHeight, behavior });
    },
    [stick],
  );

  useLayoutEffect(() => {
    const mark = box.current?.querySelector(startAt);
    if (mark === null || mark === undefined) {
      scrollToBottom("instant");
      return;
    }
    stick(false);
    mark.scrollIntoView({ block: "start" });
  }, [startAt, scrollToBottom, stick]);

  useEffect(() => {
    const element = box.current;
    if (element === null || content.current === null) return undefined;
    let lastTop = element.scrollTop;
    const onScroll = (): void => {
      const top = element.scrollTop;
      // Only a way up leaves the end. The event of our own scrolling may come after the next message has made the box
      // longer, and would then look like a reader who stopped short of it.
      if (element.scrollHeight - top - element.clientHeight < NEAR_PX) stick(true);
      else if (top < lastTop) stick(false);
      lastTop = top;
      setAtBottom(sticks.current);
    };
    const observer = new ResizeObserver(() => {
      if (sticks.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(content.current);
    observer.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    onScroll();
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, [stick]);

  return { box, content, isAtBottom, scrollToBottom };
}
