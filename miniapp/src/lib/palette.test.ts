import fc from "fast-check";
import { expect, test } from "vitest";
import { buildPalette, contrast } from "./palette.js";

const TEXTS = ["--ink", "--soft", "--accent", "--gold", "--silver", "--bronze", "--good", "--warn", "--bad"] as const;
const GROUNDS = ["--card", "--page", "--bar", "--well", "--mine"] as const;
/** Tabs carry plain text only. */
const INK_GROUNDS = [...GROUNDS, "--strip", "--tab"] as const;

function groundsOf(text: (typeof TEXTS)[number]): readonly string[] {
  return text === "--ink" ? INK_GROUNDS : GROUNDS;
}

/** By how much the worst text misses what its grounds allow: 4.5, or less where neither black nor white reaches it. */
function worstMiss(variables: Record<string, string>): number {
  const misses = TEXTS.map((text) => {
    const worst = (ink: string) => Math.min(...groundsOf(text).map((ground) => contrast(ink, variables[ground]!)));
    return Math.min(4.5, Math.max(worst("#000000"), worst("#ffffff"))) - worst(variables[text]!);
  });
  return Math.max(...misses);
}

test("contrast is WCAG's: black on white 21, equal colours 1, and Telegram's hint grey fails on white", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#777777")).toBe(1);
  expect(contrast("#999999", "#ffffff")).toBeLessThan(3);
});

test.each(["light", "dark"] as const)("outside Telegram the %s page can be read", (scheme) => {
  const palette = buildPalette({}, scheme);
  expect(palette.scheme).toBe(scheme);
  expect(worstMiss(palette.variables)).toBeLessThanOrEqual(0);
});

test("a theme's own colours stay as they are when they can be read", () => {
  const { variables } = buildPalette({ bg_color: "#ffffff", text_color: "#123456", link_color: "#0000ee" }, "dark");
  expect([variables["--card"], variables["--ink"], variables["--accent"]]).toEqual(["#ffffff", "#123456", "#0000ee"]);
});

test("a dark theme is dark although the browser prefers light", () => {
  expect(buildPalette({ bg_color: "#17212b" }, "light").scheme).toBe("dark");
});

const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);

/** Grounds of one theme lie close together; the text colours may be anything. */
const theme = fc
  .record({
    ground: color,
    shade: fc.integer({ min: -18, max: 18 }),
    text: color,
    hint: color,
    link: color,
    button: color,
  })
  .map(({ ground, shade, text, hint, link, button }) => {
    const shift = (hex: string): string =>
      `#${[1, 3, 5]
        .map((at) =>
          Math.min(255, Math.max(0, Number.parseInt(hex.slice(at, at + 2), 16) + shade))
            .toString(16)
            .padStart(2, "0"),
        )
        .join("")}`;
    return {
      bg_color: ground,
      section_bg_color: ground,
      secondary_bg_color: shift(ground),
      text_color: text,
      hint_color: hint,
      link_color: link,
      button_color: button,
      button_text_color: "#ffffff",
    };
  });

test("whatever theme somebody makes, text can be read wherever that is possible at all", () => {
  fc.assert(
    fc.property(theme, (colors) => {
      const { variables } = buildPalette(colors, "light");
      expect(worstMiss(variables)).toBeLessThanOrEqual(0);
      expect(contrast(variables["--button"]!, variables["--button-ink"]!)).toBeGreaterThanOrEqual(4.5);
    }),
    { numRuns: 300 },
  );
});
