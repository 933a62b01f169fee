import { useEffect, useState } from "react";
import { useServices, type Services } from "./services.js";

/** Apps that have shown a page whole. */
const warm = new WeakSet<Services>();

/**
 * How many parts of the first page may be shown: one more with each frame. On a cold start building all of it in one go
 * kept a cheap phone busy for a third of a second, most of it in the first layout, where a font is looked for in each
 * script among the names. Later pages come whole, so that going back finds its place in the scroll.
 * @param first the turn that a cold start begins with
 */
export function useTurns(count: number, first: number): number {
  const services = useServices();
  const [turn, setTurn] = useState(() => (warm.has(services) ? count : first));
  useEffect(() => {
    if (turn >= count) {
      warm.add(services);
      return undefined;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      // After the frame and not in it: its layout and the next part's rendering are tasks of their own.
      timer = setTimeout(() => setTurn(turn + 1));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [turn, count, services]);
  return turn;
}
