import type { ReactElement } from "react";

/** Outlines on a 24-unit grid, in the colour of the text around; never the only carrier of a meaning. */
const PATHS = {
  chevron: "M9 5l7 7-7 7",
  cup: "M8 21h8M12 17v4M7 4h10v5a5 5 0 0 1-10 0zM7 6H4v1a3 3 0 0 0 3 3M17 6h3v1a3 3 0 0 1-3 3",
  cloudOff: "M3 3l18 18M8.5 8.6A6 6 0 0 0 7 19h10M19.8 16.6A4.5 4.5 0 0 0 17.5 9.500h-.6A6 6 0 0 0 11 6.100",
  flag: "M6 21V4M6 5h11l-2 4 2 4H6",
  alert: "M12 8v5M12 16.500v.01M12 3l9.500 17h-19z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20a7.500 7.500 0 0 1 15 0",
  link: "M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3A4 4 0 0 0 11 18.700l1-1",
  check: "M5 12.500l4.500 4.500L19 7",
  cross: "M6 6l12 12M18 6L6 18",
  shield: "M12 3l7.500 2.800v5.400c0 4.600-3.100 8-7.500 9.800-4.400-1.800-7.500-5.200-7.500-9.800V5.800z",
  file: "M14 3H7a1 1 0 0 0-1 1v16a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V7zM14 3v4h4M9.500 12.500h5M9.500 16.500h5",
  gear: "M12 15.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM19.400 13.500l1.600 1.300-2 3.400-2-.7a7.500 7.500 0 0 1-2.100 1.200L14.500 21h-5l-.4-2.300A7.500 7.500 0 0 1 7 17.500l-2 .7-2-3.400 1.600-1.300a7.600 7.600 0 0 1 0-3L3 9.200l2-3.400 2 .7a7.500 7.500 0 0 1 2.100-1.200L9.500 3h5l.4 2.300A7.500 7.500 0 0 1 17 6.500l2-.7 2 3.400-1.600 1.300a7.600 7.600 0 0 1 0 3z",
  gift: "M4 11h16v9H4zM3 7h18v4H3zM12 7v13M12 7c-1.500 0-4.500-.5-4.500-2.500S10.500 3 12 7zM12 7c1.500 0 4.500-.5 4.500-2.500S13.500 3 12 7z",
  share: "M12 15V4M8 7.500L12 3.500l4 4M6 12H5v8h14v-8h-1",
  story: "M12 3a9 9 0 0 1 9 9M21 15.500a9 9 0 0 1-5.500 5.100M12.500 21A9 9 0 0 1 8 4M12 8.500v7M8.500 12h7",
  phone:
    "M8 2.500h8a1.500 1.500 0 0 1 1.500 1.500v16a1.500 1.500 0 0 1-1.500 1.500H8A1.500 1.500 0 0 1 6.500 20V4A1.500 1.500 0 0 1 8 2.500zM11 18.500h2",
  telegram: "M21 4L3 11l6 2.200L11 20l3.500-4.500L19 19zM9 13.200L21 4",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, className }: { name: IconName; className?: string }): ReactElement {
  return (
    <svg className={`icon ${className ?? ""}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
