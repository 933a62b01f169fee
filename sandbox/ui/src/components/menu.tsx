import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Icon, type IconName } from "./icon.js";

export type MenuItem = { icon: IconName; label: string; onSelect: () => void; isDanger?: boolean };

type Props = {
  label: string;
  /** Where the pointer is, or the corner of the button that opened it. */
  at: { x: number; y: number };
  items: MenuItem[];
  head?: ReactNode;
  onClose: () => void;
};

const EDGE = 8;

/** Moves the focus among the items, as menus do everywhere. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=menuitem]")];
  const now = items.findIndex((item) => item === document.activeElement);
  items.at((now + step + items.length) % items.length)?.focus();
}

/** A context menu that stays inside the window and gives the focus back to where it came from. */
export function Menu({ label, at, items, head, onClose }: Props): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState(at);
  useLayoutEffect(() => {
    const { offsetWidth = 0, offsetHeight = 0 } = box.current ?? {};
    setPlace({
      x: Math.max(EDGE, Math.min(at.x, window.innerWidth - offsetWidth - EDGE)),
      y: Math.max(EDGE, Math.min(at.y, window.innerHeight - offsetHeight - EDGE)),
    });
  }, [at]);
  useEffect(() => {
    const opener = document.activeElement;
    box.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <div
      className="menu-layer"
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      onContextMenu={(event) => event.preventDefault()}
    >
      <div
        ref={box}
        role="menu"
        aria-label={label}
        className="menu"
        style={{ left: place.x, top: place.y }}
        onKeyDown={(event) => {
          if (event.key === "Escape") onClose();
          moveFocus(event);
        }}
      >
        {head}
        {items.map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            className={item.isDanger === true ? "menu-item is-danger" : "menu-item"}
            onClick={() => {
              onClose();
              item.onSelect();
            }}
          >
            <Icon name={item.icon} size={20} />
            {item.label}
          </button>
        ))}
      </div>
    </div>
  );
}
