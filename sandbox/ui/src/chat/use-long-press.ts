import { type TouchEvent, useRef } from "react";

/** As long as phones take it for a long press. */
const LONG_PRESS_MS = 480;
/** A finger is never quite still (CSS pixels). */
const SLACK_PX = 10;

type Point = { x: number; y: number };

type Handlers = {
  onTouchStart: (event: TouchEvent) => void;
  onTouchMove: (event: TouchEvent) => void;
  onTouchEnd: () => void;
};

function pointOf(event: TouchEvent): Point {
  const touch = event.touches[0];
  return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 };
}

/** Calls back after a long press; Safari on phones has no `contextmenu` event of its own. */
export function useLongPress(onLongPress: (at: Point) => void): Handlers {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const from = useRef<Point>({ x: 0, y: 0 });
  const stop = (): void => clearTimeout(timer.current);
  return {
    onTouchStart: (event) => {
      const at = pointOf(event);
      from.current = at;
      stop();
      timer.current = setTimeout(() => onLongPress(at), LONG_PRESS_MS);
    },
    onTouchMove: (event) => {
      const at = pointOf(event);
      if (Math.hypot(at.x - from.current.x, at.y - from.current.y) > SLACK_PX) stop();
    },
    onTouchEnd: stop,
  };
}
