import { lazy, Suspense, useCallback, useState, type ReactElement } from "react";
import { Icon } from "../../../components/icons.js";
import { useServices } from "../../../lib/services.js";
import { useValue } from "../../../lib/store.js";
import type { ShareProps } from "./share-props.js";

// Behind a tap, with words of its own.
const ShareSheet = lazy(async () => ({ default: (await import("./share-sheet.js")).ShareSheet }));

/** Opens the sheet from which a race, or one's own place in it, is passed on. Only Telegram can do that. */
export function ShareButton(thing: ShareProps): ReactElement | null {
  const { host, session, texts } = useServices();
  const state = useValue(session.state);
  const [isOpen, setIsOpen] = useState(false);
  const close = useCallback(() => setIsOpen(false), []);
  if (host === undefined || state.kind !== "signed-in") return null;
  return (
    <>
      <button
        type="button"
        className="share"
        aria-haspopup="dialog"
        onClick={() => {
          host.haptic("tap");
          setIsOpen(true);
        }}
      >
        <Icon name="share" />
        <span className={thing.what === "race" ? "hidden" : ""}>{texts.race.share}</span>
      </button>
      {isOpen ? (
        <Suspense fallback={null}>
          <ShareSheet {...thing} host={host} onClose={close} />
        </Suspense>
      ) : null}
    </>
  );
}
