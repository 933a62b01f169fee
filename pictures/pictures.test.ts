import { loadImage } from "@napi-rs/canvas";
import { describe, expect, it } from "vitest";
import { isEmoji } from "./emoji.js";
import { renderPlaceCard } from "./place-card.js";
import { renderPodium } from "./podium.js";
import { initials } from "./stage.js";
import { visibleLetters } from "./text.js";

const frame = { brand: "Goat Lounge", label: "Final result", title: "Race", subtitle: "November", footer: "$5" };
const winner = (rank: number, name: string) => ({ rank, name, wagered: "$1", prize: "$2" });

describe("renderPodium", () => {
  it.each([0, 1, 2, 3])("draws %i winners as a JPEG of 1200 × 630 that Telegram takes", async (count) => {
    const names = ["محمد 👑", "王小明", "김철수 👨‍👩‍👧‍👦"];
    const winners = names.slice(0, count).map((name, index) => winner(index + 1, name));
    const jpeg = await renderPodium({ ...frame, winners, empty: "nobody" });
    expect(jpeg.subarray(0, 3).toString("hex")).toBe("ffd8ff");
    expect(jpeg.length).toBeLessThan(300_000);
    const image = await loadImage(jpeg);
    expect([image.width, image.height]).toEqual([1200, 630]);
  });

  it("draws other names as other pictures, and the same twice the same", async () => {
    const of = (name: string) => renderPodium({ ...frame, winners: [winner(1, name)], empty: "" });
    const [chinese, korean, again] = [await of("王"), await of("김"), await of("王")];
    expect(chinese.equals(korean)).toBe(false);
    expect(chinese.equals(again)).toBe(true);
  });

  it("survives a name of ten thousand marks, an empty one and one without end", async () => {
    const names = [`a${"\u0301".repeat(10_000)}`, "", "x".repeat(50_000)];
    const winners = names.map((name, index) => winner(index + 1, name));
    await expect(renderPodium({ ...frame, winners, empty: "" })).resolves.toBeInstanceOf(Buffer);
  });
});

describe("renderPlaceCard", () => {
  it("draws a person's place", async () => {
    const figures = [{ label: "Wagered", value: "$1.00" }];
    const jpeg = await renderPlaceCard({ ...frame, name: "Zoë", rank: "#1", rankNote: "1 of 2", figures });
    expect(jpeg.subarray(0, 3).toString("hex")).toBe("ffd8ff");
  });
});

describe("letters", () => {
  it("lose what takes no room, turns lines round or piles up, and keep emoji whole", () => {
    expect(visibleLetters("a\u202e\u200bb\u0336\u0337c").join("")).toBe("abc");
    expect(visibleLetters("👨‍👩‍👧‍👦🇩🇪❤️")).toEqual(["👨‍👩‍👧‍👦", "🇩🇪", "❤️"]);
    expect(visibleLetters("𝓕𝓪𝓷𝓬𝔂").join("")).toBe("Fancy");
  });

  it("tell emoji from signs and digits", () => {
    expect(["👑", "1️⃣", "❤️", "🏳️‍🌈"].every(isEmoji)).toBe(true);
    expect(["1", "#", "©", "a", "王"].some(isEmoji)).toBe(false);
  });

  it.each([
    ["wa***7KP", "WA"],
    ["王小明", "王"],
    ["👑king", "👑"],
    ["***", "?"],
  ])("stand for %s as %s", (name, letters) => {
    expect(initials(name)).toBe(letters);
  });
});
