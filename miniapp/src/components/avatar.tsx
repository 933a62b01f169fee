import type { ReactElement } from "react";
import { Icon } from "./icons.js";

/** Number of tones in components.css, each dark enough for white letters. */
const TONES = 7;

/** A stable tone from our public id; never from a name, which could give a masked one away. */
function toneOf(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % TONES;
}

/** First letter or digit of the name as the server shows it; `undefined` when everything is masked. */
export function monogram(name: string): string | undefined {
  return /[\p{L}\p{N}]\p{M}*/u.exec(name)?.[0].toLocaleUpperCase();
}

/** Decoration beside a name, so it is hidden from screen readers. */
export function Avatar({ id, name, className }: { id: string; name: string; className?: string }): ReactElement {
  return (
    <span className={`avatar avatar--${toneOf(id)} ${className ?? ""}`} aria-hidden="true">
      {monogram(name) ?? <Icon name="person" />}
    </span>
  );
}
