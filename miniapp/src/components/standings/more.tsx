import { useEffect, useRef, type ReactElement } from "react";
import { useServices } from "../../lib/services.js";
import type { More as MoreState } from "../../lib/standings/live-standings.js";
import { Button } from "../button.js";

/** Next rows are asked for this long before they come into sight. */
const AHEAD = "800px";

/** Asks for more rows when it comes near the window; after a failure only when somebody presses the button. */
export function More({ more, onMore }: { more: MoreState; onMore: () => void }): ReactElement | null {
  const { texts } = useServices();
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (mark.current === null || more !== "idle") return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) onMore();
      },
      { rootMargin: AHEAD },
    );
    observer.observe(mark.current);
    return () => {
      observer.disconnect();
    };
  }, [more, onMore]);
  if (more === "none") return null;
  return (
    <div className="more" ref={mark}>
      {more === "failed" ? (
        <>
          <p>{texts.race.moreFailed}</p>
          <Button onPress={onMore}>{texts.state.retry}</Button>
        </>
      ) : (
        <p>{texts.race.loadingMore}</p>
      )}
    </div>
  );
}
