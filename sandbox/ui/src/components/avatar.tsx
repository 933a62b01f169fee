import type { ReactNode } from "react";
import { colorIndex, initials } from "../lib/names.js";
import { Icon } from "./icon.js";

type Props = { id: number; name: string; size?: number; kind?: "person" | "bot" | "group" | "deleted" };

/**
 * A coloured disc with initials. Decoration: the name always stands beside it or labels its button, so the letters come
 * from the style sheet and are no text of the page.
 */
export function Avatar({ id, name, size = 44, kind = "person" }: Props): ReactNode {
  return (
    <span
      className={`avatar avatar-${kind} color-${colorIndex(id)}`}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.4) }}
      aria-hidden="true"
      data-initials={kind === "deleted" ? undefined : initials(name)}
    >
      {kind === "deleted" ? <Icon name="block" size={size * 0.5} /> : null}
      {kind === "bot" && size >= 40 ? <span className="avatar-badge" /> : null}
    </span>
  );
}
