import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EntityView } from "../../../telegram/control.js";
import { type EntityNode, entityTree } from "./entity-tree.js";

/** `<bold>…</bold>` notation, so that an expectation reads like what is drawn. */
function notation(nodes: EntityNode[]): string {
  return nodes
    .map((node) =>
      node.kind === "text" ? node.text : `<${node.entity.type}>${notation(node.children)}</${node.entity.type}>`,
    )
    .join("");
}

const draw = (text: string, ...entities: EntityView[]): string => notation(entityTree(text, entities));

describe("entityTree", () => {
  it("leaves text without entities whole", () => {
    expect(draw("hello")).toBe("hello");
    expect(entityTree("")).toEqual([]);
  });

  it("counts offsets in UTF-16 code units, so an emoji before the entity takes two", () => {
    expect(draw("🏆 Race", { type: "bold", offset: 3, length: 4 })).toBe("🏆 <bold>Race</bold>");
  });

  it("counts a family emoji joined by ZWJ as its eleven code units", () => {
    expect(draw("👨‍👩‍👧‍👦 x", { type: "code", offset: 12, length: 1 })).toBe("👨‍👩‍👧‍👦 <code>x</code>");
  });

  it("nests an entity inside a longer one", () => {
    expect(
      draw("one two three", { type: "italic", offset: 4, length: 3 }, { type: "bold", offset: 0, length: 13 }),
    ).toBe("<bold>one <italic>two</italic> three</bold>");
  });

  it("puts a link outside of the mark that covers the same words", () => {
    expect(
      draw("rules", { type: "bold", offset: 0, length: 5 }, { type: "text_link", offset: 0, length: 5, url: "x" }),
    ).toBe("<text_link><bold>rules</bold></text_link>");
  });

  it("cuts entities that overlap without nesting at the edge of the first", () => {
    expect(draw("abcdef", { type: "bold", offset: 0, length: 4 }, { type: "italic", offset: 2, length: 4 })).toBe(
      "<bold>ab<italic>cd</italic></bold><italic>ef</italic>",
    );
  });

  it("draws three marks on the same words inside each other", () => {
    const same = { offset: 0, length: 2 };
    expect(draw("hi", { type: "bold", ...same }, { type: "italic", ...same }, { type: "underline", ...same })).toBe(
      "<bold><italic><underline>hi</underline></italic></bold>",
    );
  });

  it("clamps entities that reach outside the text and drops empty ones", () => {
    expect(draw("abc", { type: "bold", offset: 1, length: 99 }, { type: "italic", offset: 7, length: 2 })).toBe(
      "a<bold>bc</bold>",
    );
    expect(draw("abc", { type: "code", offset: 1, length: 0 })).toBe("abc");
  });

  it("never cuts a surrogate pair in half", () => {
    expect(draw("🏆!", { type: "bold", offset: 1, length: 1 })).toBe("<bold>🏆</bold>!");
  });

  const entity = fc.record<EntityView>({
    type: fc.constantFrom("bold", "italic", "code", "spoiler", "blockquote", "text_link"),
    offset: fc.nat(24),
    length: fc.nat(24),
  });

  it("keeps every character exactly once and marks it with exactly the entities that cover it", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 24 }), fc.array(entity, { maxLength: 6 }), (text, entities) => {
        const drawn: { text: string; marks: EntityView[] }[] = [];
        const walk = (nodes: EntityNode[], marks: EntityView[]): void => {
          for (const node of nodes) {
            if (node.kind === "text") drawn.push({ text: node.text, marks });
            else walk(node.children, [...marks, node.entity]);
          }
        };
        walk(entityTree(text, entities), []);
        expect(drawn.map((leaf) => leaf.text).join("")).toBe(text);
        let at = 0;
        for (const leaf of drawn) {
          for (const covering of entities) {
            const covers = covering.offset <= at && at + leaf.text.length <= covering.offset + covering.length;
            expect(leaf.marks.includes(covering)).toBe(covers && covering.length > 0);
          }
          at += leaf.text.length;
        }
      }),
    );
  });
});
