/**
 * Colours of the app from a Telegram theme. People make their own themes, and Telegram's default hint grey has a
 * contrast of 2.8:1 on white, so every colour that carries text is moved until it can be read (WCAG AA).
 */
export type ThemeColors = Readonly<Record<string, string | undefined>>;

/** What the page looks like outside Telegram and where an old client leaves a colour out. */
const FALLBACK = {
  light: {
    bg_color: "#ffffff",
    secondary_bg_color: "#f0f1f5",
    text_color: "#101418",
    hint_color: "#6b7480",
    link_color: "#1f74c7",
    button_color: "#1f74c7",
    button_text_color: "#ffffff",
    section_separator_color: "#dfe2e8",
  },
  dark: {
    bg_color: "#1a1d23",
    secondary_bg_color: "#0f1115",
    text_color: "#f3f5f7",
    hint_color: "#98a1ad",
    link_color: "#6ab3f3",
    button_color: "#2f80d0",
    button_text_color: "#ffffff",
    section_separator_color: "#2a2f38",
  },
} as const;

type Rgb = readonly [red: number, green: number, blue: number];

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];
/** WCAG 2.2, 1.4.3, for normal text. */
const TEXT_CONTRAST = 4.5;

function parse(color: string): Rgb | undefined {
  const hex = /^#([0-9a-f]{6})$/i.exec(color)?.[1];
  if (hex === undefined) return undefined;
  const value = Number.parseInt(hex, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function format(color: Rgb): `#${string}` {
  return `#${color.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** In whole steps, as CSS will show it: contrast is reckoned on what people see. */
function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (index: 0 | 1 | 2): number => Math.round(from[index] + (to[index] - from[index]) * share);
  return [part(0), part(1), part(2)];
}

function contrastOf(left: Rgb, right: Rgb): number {
  const [bright = 0, dark = 0] = [luminance(left), luminance(right)].sort((a, b) => b - a);
  return (bright + 0.05) / (dark + 0.05);
}

/** Contrast ratio of two `#rrggbb` colours, 1 to 21. */
export function contrast(left: string, right: string): number {
  return contrastOf(parse(left) ?? BLACK, parse(right) ?? WHITE);
}

/** Moves a colour towards black or white, in steps of 5 %, until it can be read on every one of the grounds. */
function readable(color: Rgb, grounds: readonly Rgb[]): Rgb {
  const worst = (candidate: Rgb): number => Math.min(...grounds.map((ground) => contrastOf(candidate, ground)));
  const target = worst(BLACK) > worst(WHITE) ? BLACK : WHITE;
  for (let share = 0; share < 1; share += 0.05) {
    const candidate = mix(color, target, share);
    if (worst(candidate) >= TEXT_CONTRAST) return candidate;
  }
  return target;
}

/** The only colours that are ours: medals, and the three states of the live badge. */
const OWN = {
  "--gold": "#b7860b",
  "--silver": "#77828f",
  "--bronze": "#a8632c",
  "--good": "#1f9d57",
  "--warn": "#c27c0e",
  "--bad": "#d64545",
} as const;

export interface Palette {
  scheme: "light" | "dark";
  /** CSS custom properties for the root element. */
  variables: Record<`--${string}`, string>;
  /** For Telegram's header, background and bottom bar. */
  page: `#${string}`;
  bar: `#${string}`;
}

function chooseScheme(theme: ThemeColors, preferred: "light" | "dark"): "light" | "dark" {
  const ground = parse(theme["bg_color"] ?? "");
  if (ground === undefined) return preferred;
  return luminance(ground) < 0.2 ? "dark" : "light";
}

/**
 * @param theme Telegram's theme parameters in their own spelling, empty outside Telegram
 * @param preferred the browser's colour scheme, used when the theme does not tell
 */
export function buildPalette(theme: ThemeColors, preferred: "light" | "dark"): Palette {
  const scheme = chooseScheme(theme, preferred);
  const fallback = FALLBACK[scheme];
  const read = (names: readonly string[], last: string): Rgb => {
    for (const name of names) {
      const color = parse(theme[name] ?? "");
      if (color !== undefined) return color;
    }
    return parse(last) ?? BLACK;
  };
  const card = read(["section_bg_color", "bg_color"], fallback.bg_color);
  const page = read(
    ["secondary_bg_color"],
    parse(theme["bg_color"] ?? "") ? format(card) : fallback.secondary_bg_color,
  );
  const bar = read(["bottom_bar_bg_color", "section_bg_color", "bg_color"], fallback.bg_color);
  const text = read(["text_color"], fallback.text_color);
  const isFlat = contrastOf(card, page) < 1.04;
  // What lies sunk into a card has the page's colour, or a shade of the card where the two are alike.
  const well = isFlat ? mix(card, text, 0.06) : page;
  const strip = mix(page, text, 0.08);
  // The chosen tab lies above its strip: in the dark what is above is brighter, and cards are darker than the strip.
  const tab = scheme === "dark" ? mix(page, text, 0.2) : card;
  const accent = read(["accent_text_color", "link_color"], fallback.link_color);
  const mine = mix(card, accent, 0.1);
  const grounds = [card, page, bar, well, mine];
  const ink = readable(text, [...grounds, strip, tab]);
  const buttonText = read(["button_text_color"], fallback.button_text_color);
  const line = read(["section_separator_color"], format(mix(card, ink, 0.12)));
  const variables: Palette["variables"] = {
    "--card": format(card),
    "--page": format(page),
    "--bar": format(bar),
    "--ink": format(ink),
    "--soft": format(readable(read(["subtitle_text_color", "hint_color"], fallback.hint_color), grounds)),
    "--accent": format(readable(accent, grounds)),
    "--button": format(readable(read(["button_color"], fallback.button_color), [buttonText])),
    "--button-ink": format(buttonText),
    "--line": format(line),
    "--well": format(well),
    "--mine": format(mine),
    "--strip": format(strip),
    "--tab": format(tab),
    // Themes whose cards have the page's own colour get an outline, or the groups would melt together.
    "--edge": isFlat ? format(line) : "transparent",
  };
  for (const [name, color] of Object.entries(OWN)) {
    variables[`--${name.slice(2)}`] = format(readable(parse(color) ?? BLACK, grounds));
  }
  return { scheme, variables, page: format(page), bar: format(bar) };
}
