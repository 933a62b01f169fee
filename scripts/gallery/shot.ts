import type { Page } from "playwright-core";

export const THEMES_SHOWN = ["light", "dark"] as const;
export const WINDOWS = {
  phone: { width: 390, height: 844 },
  small: { width: 320, height: 568 },
  desktop: { width: 1280, height: 800 },
} as const;

export type Look = readonly [window: keyof typeof WINDOWS, theme: (typeof THEMES_SHOWN)[number]];

/** Every page is shown in these. */
export const ALL_LOOKS: readonly Look[] = [
  ["phone", "light"],
  ["phone", "dark"],
  ["desktop", "light"],
  ["desktop", "dark"],
];

/** One picture of the gallery. */
export interface Shot {
  title: string;
  path: string;
  /** Starts what serves the page. */
  open: () => Promise<{ readonly url: string } & AsyncDisposable>;
  /** Selector of what shows that the page is there. */
  there: string;
  /** Brings the page into the state that is shown. */
  prepare?: (page: Page) => Promise<void>;
  /** {@link ALL_LOOKS} unless told otherwise. */
  looks?: readonly Look[];
  /** Taken whole instead of one window of it. */
  isWhole?: boolean;
  /** In an ordinary browser instead of Telegram. */
  isOutside?: boolean;
  /** Errors in the browser's console that belong to the state. */
  mayComplain?: boolean;
}

/** By the name of their files. */
export type Shots = Readonly<Record<string, Shot>>;
