import type { ReactElement } from "react";

/** Beside components/icons.tsx, whose every outline is in the first JavaScript of all players. */
const PATHS = {
  gauge: "M12 14l4-5M4 16a8 8 0 1 1 16 0M4 16h2M18 16h2",
  cup: "M8 21h8M12 17v4M7 4h10v5a5 5 0 0 1-10 0zM7 6H4v1a3 3 0 0 0 3 3M17 6h3v1a3 3 0 0 1-3 3",
  money: "M3 7h18v10H3zM12 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM6.500 12h.01M17.500 12h.01",
  gift: "M4 12h16v9H4zM3 8h18v4H3zM12 8v13M12 8C9 8 7 7 7 5.500S8 3 9 3c2 0 3 3 3 5zM12 8c3 0 5-1 5-2.500S16 3 15 3c-2 0-3 3-3 5z",
  people:
    "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20a6.500 6.500 0 0 1 13 0M16 4.300a3.500 3.500 0 0 1 0 6.400M18 14.300a6.500 6.500 0 0 1 3.500 5.700",
  link: "M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3A4 4 0 0 0 11 18.700l1-1",
  scale: "M12 4v16M7 20h10M5 7h14M5 7l-3 7a3 3 0 0 0 6 0zM19 7l-3 7a3 3 0 0 0 6 0z",
  plusminus: "M8 4v8M4 8h8M14 17h6M5 19L19 5",
  ban: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.700 5.700l12.600 12.600",
  plug: "M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4",
  letter: "M3 6h18v12H3zM3 7l9 7 9-7",
  group: "M4 5h16v11H9l-5 4z",
  horn: "M4 10v4h3l8 4V6l-8 4zM18.500 9.500a4 4 0 0 1 0 5",
  key: "M8.500 15.500a4.500 4.500 0 1 1 3.800-2.100l8.200 0v3.100h-3v-3M8.500 11h.01",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
  repeat: "M4 11a7 7 0 0 1 12-4.500L19 9M19 4v5h-5M20 13a7 7 0 0 1-12 4.500L5 15M5 20v-5h5",
  plus: "M12 5v14M5 12h14",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  back: "M15 5l-7 7 7 7",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
  check: "M5 12.500l4.500 4.500L19 7",
  alert: "M12 8v5M12 16.500v.01M12 3l9.500 17h-19z",
  chevron: "M9 5l7 7-7 7",
} as const;

export type DeskIconName = keyof typeof PATHS;

export function DeskIcon({ name, className }: { name: DeskIconName; className?: string }): ReactElement {
  return (
    <svg className={`icon ${className ?? ""}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
