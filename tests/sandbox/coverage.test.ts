import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { coverage, planned } from "../../sandbox/telegram/coverage.js";
import { methods } from "../../sandbox/telegram/methods/registry.js";
import { apiSpec } from "../../sandbox/telegram/spec/api-spec.js";

const root = new URL("../../", import.meta.url);

describe("the coverage list", () => {
  it("names exactly the methods that are built", () => {
    expect(Object.keys(coverage).sort()).toEqual([...methods.keys()].sort());
  });

  it("speaks of methods that Telegram has", () => {
    const unknown = [...methods.keys(), ...planned].filter((name) => apiSpec.methods[name] === undefined);
    expect(unknown).toEqual([]);
  });

  it("keeps built and planned apart", () => {
    expect(planned.filter((name) => methods.has(name))).toEqual([]);
  });

  it("names for each method a test file that calls it", () => {
    const unproven = Object.entries(coverage).filter(([name, { provenBy }]) => {
      const source = readFileSync(new URL(provenBy, root), "utf8");
      // By its name on the wire, or by grammY's shortcut for it.
      return !new RegExp(`"${name}"|\\.${name}\\(`).test(source);
    });
    expect(unproven.map(([name]) => name)).toEqual([]);
  });

  it("is told on the honesty page", () => {
    const page = readFileSync(new URL("sandbox/telegram/HONESTY.md", root), "utf8").replaceAll(/ +/g, " ");
    const partials = Object.entries(coverage).flatMap(([name, one]) =>
      one.status === "partial" ? [[name, one.missing]] : [],
    );
    for (const [name, missing] of partials) expect(page).toContain(`| \`${name}\` | ${missing} |`);
    for (const name of planned) expect(page).toContain(`\`${name}\``);
  });
});
