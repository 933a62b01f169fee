import type { EntityView } from "../../../telegram/control.js";

export type EntityNode =
  | { kind: "text"; text: string }
  | { kind: "entity"; entity: EntityView; text: string; children: EntityNode[] };

type Span = { start: number; end: number; entity: EntityView };

/** Equal ranges nest in this order, outermost first: blocks around links around marks. */
const NESTING_RANK: Partial<Record<EntityView["type"], number>> = {
  blockquote: 0,
  expandable_blockquote: 0,
  pre: 1,
  spoiler: 2,
  text_link: 3,
  text_mention: 3,
  url: 3,
  mention: 3,
};
const MARK_RANK = 4;

function rank(span: Span): number {
  return NESTING_RANK[span.entity.type] ?? MARK_RANK;
}

function isInsidePair(text: string, index: number): boolean {
  const before = text.charCodeAt(index - 1);
  const after = text.charCodeAt(index);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}

/** Clamps an entity to the text and widens it to whole characters: half an emoji renders as a replacement mark. */
function toSpan(text: string, entity: EntityView): Span {
  const start = Math.min(Math.max(entity.offset, 0), text.length);
  const end = Math.min(Math.max(entity.offset + entity.length, start), text.length);
  return {
    entity,
    start: isInsidePair(text, start) ? start - 1 : start,
    end: isInsidePair(text, end) ? end + 1 : end,
  };
}

function outermostFirst(a: Span, b: Span): number {
  return a.start - b.start || b.end - a.end || rank(a) - rank(b);
}

function build(text: string, start: number, end: number, spans: Span[]): EntityNode[] {
  const nodes: EntityNode[] = [];
  let at = start;
  let waiting = spans.toSorted(outermostFirst);
  for (let span = waiting.shift(); span !== undefined; span = waiting.shift()) {
    const outer = span;
    if (outer.start > at) nodes.push({ kind: "text", text: text.slice(at, outer.start) });
    const inside = waiting.filter((other) => other.start < outer.end);
    // An entity that starts inside and ends outside is cut in two at the edge, so that tags can nest.
    const overhang = inside.filter((other) => other.end > outer.end).map((other) => ({ ...other, start: outer.end }));
    nodes.push({
      kind: "entity",
      entity: outer.entity,
      text: text.slice(outer.start, outer.end),
      children: build(
        text,
        outer.start,
        outer.end,
        inside.map((other) => ({ ...other, end: Math.min(other.end, outer.end) })),
      ),
    });
    at = outer.end;
    waiting = [...overhang, ...waiting.slice(inside.length)].toSorted(outermostFirst);
  }
  if (at < end) nodes.push({ kind: "text", text: text.slice(at, end) });
  return nodes;
}

/**
 * Turns Telegram's flat list of entities into a tree that can be drawn with nested tags.
 *
 * Offsets and lengths are UTF-16 code units, as Telegram sends them and as JavaScript strings count. Entities may come
 * in any order, nest, overlap or reach outside the text; no character is lost or doubled.
 */
export function entityTree(text: string, entities: readonly EntityView[] = []): EntityNode[] {
  const spans = entities.map((entity) => toSpan(text, entity)).filter((span) => span.end > span.start);
  return build(text, 0, text.length, spans);
}
