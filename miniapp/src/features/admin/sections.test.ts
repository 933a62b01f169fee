import { expect, test } from "vitest";
import { mayOpen, SECTIONS, sectionAt } from "./sections.js";

test("a page below a section belongs to it, and one beside it does not", () => {
  expect(sectionAt("/admin")?.name).toBe("overview");
  expect(sectionAt("/admin/races/new")?.name).toBe("races");
  expect(sectionAt("/admin/racesque")).toBeUndefined();
});

test("a role sees what it may open, and the owner sees everything", () => {
  const seen = (role: "owner" | "finance") =>
    SECTIONS.flatMap(({ sections }) => sections.filter((one) => mayOpen(one, [role])).map(({ name }) => name));
  expect(seen("owner")).toHaveLength(SECTIONS.flatMap(({ sections }) => sections).length);
  expect(seen("finance")).toEqual(["overview", "races", "payouts", "rewards", "players", "adjustments"]);
});
