import { brand, type Brand } from "../../wire/brand.js";

/** Text with Telegram's HTML tags in which everything from outside is escaped. Only {@link tg} makes it. */
export type Html = Brand<string, "Html">;

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

/** What a template may hold: plain text and numbers are escaped, HTML stays. */
export type HtmlPart = string | number | HtmlBlock;
/** HTML that a template takes over as it is. */
export interface HtmlBlock {
  readonly html: Html;
}

/**
 * Builds HTML from a template; every interpolated text is escaped. The result is an object, so that escaped and plain
 * text cannot be taken for each other at run time either. (Not called `html`: formatters would indent its content.)
 */
export function tg(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): HtmlBlock {
  const pieces = strings.flatMap((text, index) => {
    const part = parts[index];
    return part === undefined ? [text] : [text, typeof part === "object" ? part.html : escape(String(part))];
  });
  return { html: brand<Html>(pieces.join("")) };
}

/** Puts blocks under each other. `undefined` blocks are left out, so that optional lines need no branches. */
export function lines(...blocks: readonly (HtmlBlock | undefined)[]): HtmlBlock {
  return { html: brand<Html>(present(blocks).join("\n")) };
}

/** Puts paragraphs under each other with an empty line between. */
export function paragraphs(...blocks: readonly (HtmlBlock | undefined)[]): HtmlBlock {
  return { html: brand<Html>(present(blocks).join("\n\n")) };
}

/** Sets a block apart as a quotation. */
export function quote({ html }: HtmlBlock): HtmlBlock {
  return { html: brand<Html>(`<blockquote>${html}</blockquote>`) };
}

function present(blocks: readonly (HtmlBlock | undefined)[]): string[] {
  return blocks.flatMap((block) => (block === undefined || block.html === "" ? [] : [block.html]));
}
