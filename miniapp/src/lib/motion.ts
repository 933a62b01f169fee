import { useLayoutEffect, useRef, type RefObject } from "react";

const DURATION_MS = 420;
const EASING = "cubic-bezier(0.22, 1, 0.36, 1)";
/** Telegram for Android ends its user agent with the device's class; slow phones get no animation. */
const SLOW_ANDROID = /Telegram-Android\/\S+ \([^)]*\bLOW\)\s*$/;

function isSlowPhone(): boolean {
  return SLOW_ANDROID.test(navigator.userAgent);
}

/** Tells the style sheets of a slow phone, as the browser itself tells them of people who want less motion. */
export function keepStillIfSlow(): void {
  document.documentElement.toggleAttribute("data-still", isSlowPhone());
}

/** False when the person asked for less motion or the phone is slow. */
function mayMove(): boolean {
  return !window.matchMedia("(prefers-reduced-motion: reduce)").matches && !isSlowPhone();
}

type Position = readonly [left: number, top: number];

function positionsOf(container: HTMLElement): Map<string, [HTMLElement, Position]> {
  const positions = new Map<string, [HTMLElement, Position]>();
  for (const element of container.querySelectorAll<HTMLElement>("[data-key]")) {
    const key = element.dataset["key"];
    if (key === undefined) continue;
    // Relative to the container, so that scrolling is no movement; transforms under way do not count either.
    let left = 0;
    let top = 0;
    for (let at: HTMLElement | null = element; at !== null && at !== container;) {
      left += at.offsetLeft;
      top += at.offsetTop;
      at = at.offsetParent instanceof HTMLElement ? at.offsetParent : null;
    }
    positions.set(key, [element, [left, top]]);
  }
  return positions;
}

function placesOf(positions: ReadonlyMap<string, [HTMLElement, Position]>): Map<string, Position> {
  return new Map([...positions].map(([key, [, position]]) => [key, position]));
}

/**
 * Lets elements with `data-key` glide to where the new order puts them; only `transform` moves, so nothing is laid out
 * again while it lasts. The container must be positioned. Looks after every rendering of the component that uses it,
 * which should therefore render when its order changes and not for each tick of a clock.
 */
export function useGlide(container: RefObject<HTMLElement | null>): void {
  const before = useRef<Map<string, Position>>(new Map());
  useLayoutEffect(() => {
    const element = container.current;
    if (element === null) return undefined;
    if (before.current.size === 0) {
      // Nothing has moved yet. Asked for here, the positions would force the page's first layout, half of the longest task
      // of a cold start, into the task that has just built it; in the frame they are free.
      const frame = requestAnimationFrame(() => (before.current = placesOf(positionsOf(element))));
      return () => cancelAnimationFrame(frame);
    }
    const positions = positionsOf(element);
    if (mayMove()) {
      for (const [key, [moved, [left, top]]] of positions) {
        const [fromLeft, fromTop] = before.current.get(key) ?? [left, top];
        if (fromLeft === left && fromTop === top) continue;
        const transform = `translate(${fromLeft - left}px, ${fromTop - top}px)`;
        // Whoever rises passes in front.
        const zIndex = fromTop > top ? 1 : 0;
        moved.animate(
          [
            { transform, zIndex },
            { transform: "none", zIndex },
          ],
          { duration: DURATION_MS, easing: EASING },
        );
      }
    }
    before.current = placesOf(positions);
    return undefined;
  });
}
