// @vitest-environment happy-dom
import { act, type ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EntityView } from "../../../telegram/control.js";
import { FormattedText, PlainText, type TextActions } from "./formatted-text.js";

const NOW_MS = 1_795_348_800_000;

let root: Root;
let host: HTMLElement;
let calls: unknown[][];
let actions: TextActions;

beforeEach(() => {
  Reflect.set(globalThis, "IS_REACT_ACT_ENVIRONMENT", true);
  host = document.createElement("div");
  document.body.append(host);
  root = createRoot(host);
  calls = [];
  actions = {
    openLink: (...args) => calls.push(["openLink", ...args]),
    sendCommand: (...args) => calls.push(["sendCommand", ...args]),
    openPerson: (...args) => calls.push(["openPerson", ...args]),
    copy: (...args) => calls.push(["copy", ...args]),
  };
});

afterEach(async () => {
  await act(async () => root.unmount());
  host.remove();
});

async function draw(node: ReactNode): Promise<void> {
  await act(async () => root.render(node));
}

async function drawText(text: string, ...entities: EntityView[]): Promise<void> {
  await draw(<FormattedText text={text} entities={entities} actions={actions} nowMs={NOW_MS} />);
}

async function press(selector: string): Promise<void> {
  const target = host.querySelector<HTMLElement>(selector);
  if (target === null) throw new Error(`nothing matches ${selector} in ${host.innerHTML}`);
  await act(async () => target.click());
}

describe("FormattedText", () => {
  it("draws marks as elements and never as HTML from the text", async () => {
    await drawText("<b>not</b> bold", { type: "bold", offset: 11, length: 4 });
    expect(host.innerHTML).toBe("&lt;b&gt;not&lt;/b&gt; <strong>bold</strong>");
  });

  it("sends a bot command that is pressed", async () => {
    await drawText("try /race now", { type: "bot_command", offset: 4, length: 5 });
    await press("[role=link]");
    expect(calls).toEqual([["sendCommand", "/race"]]);
  });

  it("opens a bare address with https and a text link at its own address", async () => {
    await drawText("example.org", { type: "url", offset: 0, length: 11 });
    await press("[role=link]");
    expect(calls).toEqual([["openLink", "https://example.org", "example.org"]]);
    await drawText("rules", { type: "text_link", offset: 0, length: 5, url: "https://t.me/x_bot?start=v1" });
    await press("[role=link]");
    expect(calls.at(-1)).toEqual(["openLink", "https://t.me/x_bot?start=v1", "rules"]);
  });

  it("hides a spoiler from screen readers until it is pressed", async () => {
    await drawText("it was Bob", { type: "spoiler", offset: 7, length: 3 });
    expect(host.querySelector(".entity-spoiler [aria-hidden=true]")?.textContent).toBe("Bob");
    await press(".entity-spoiler");
    expect(host.querySelector("[aria-hidden=true]")).toBeNull();
    expect(host.textContent).toBe("it was Bob");
  });

  it("unfolds a long expandable quote and leaves a short one alone", async () => {
    const long = "1\n2\n3\n4\n5";
    await drawText(long, { type: "expandable_blockquote", offset: 0, length: long.length });
    expect(host.querySelector(".quote-toggle")?.getAttribute("aria-expanded")).toBe("false");
    await press(".quote-toggle");
    expect(host.querySelector("blockquote")?.classList.contains("is-open")).toBe(true);
    await drawText("short", { type: "expandable_blockquote", offset: 0, length: 5 });
    expect(host.querySelector(".quote-toggle")).toBeNull();
  });

  it("drops the newlines that only separate a block from its neighbours", async () => {
    await drawText("a\nquote\nb", { type: "blockquote", offset: 2, length: 5 });
    expect(host.innerHTML).toBe("a<blockquote>quote</blockquote>b");
  });

  it("shows a date entity in the viewer's own way and keeps the bot's text without a format", async () => {
    await drawText("soon", {
      type: "date_time",
      offset: 0,
      length: 4,
      unix_time: NOW_MS / 1000 + 7200,
      date_time_format: "r",
    });
    expect(host.textContent).toBe("in 2 hours");
    await drawText("soon", { type: "date_time", offset: 0, length: 4, unix_time: NOW_MS / 1000 + 7200 });
    expect(host.textContent).toBe("soon");
  });
});

describe("PlainText", () => {
  it("covers spoilers, because previews are read without being pressed", async () => {
    await draw(<PlainText text="it was 🏆!" entities={[{ type: "spoiler", offset: 7, length: 2 }]} />);
    expect(host.textContent).toBe("it was ▒!");
  });
});
