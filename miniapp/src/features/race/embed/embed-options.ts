export interface EmbedOptions {
  /** Rows to show, 1 to 50. */
  rows: number;
  theme: "light" | "dark";
  hasTitle: boolean;
}

const DEFAULT_ROWS = 10;
const MOST_ROWS = 50;

/**
 * Reads what the address of an overlay asks for: `?rows=5&theme=light&title=0`. Whatever is missing or strange is left at
 * what suits a stream: ten rows, light letters, with the title.
 */
export function embedOptions(search: string): EmbedOptions {
  const query = new URLSearchParams(search);
  const rows = Number(query.get("rows") ?? DEFAULT_ROWS);
  return {
    rows: Number.isInteger(rows) && rows >= 1 ? Math.min(rows, MOST_ROWS) : DEFAULT_ROWS,
    theme: query.get("theme") === "light" ? "light" : "dark",
    hasTitle: query.get("title") !== "0",
  };
}
