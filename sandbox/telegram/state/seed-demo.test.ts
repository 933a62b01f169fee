import { expect, it } from "vitest";
import { systemClock } from "../clock.js";
import { IdSource } from "./ids.js";
import { seedDemo } from "./seed-demo.js";
import { World } from "./world.js";

it("leaves Goat Lounge in place when somebody creates another supergroup", () => {
  const world = new World(1, systemClock, new IdSource("test"));
  world.addUser({ id: 1, firstName: "Bot" }, true);
  seedDemo(world);
  const created = world.addChat("supergroup", "Second home");
  expect(created.id).not.toBe(-1_001_900_000_001);
  expect(world.chats.get(-1_001_900_000_001)?.title).toBe("Goat Lounge");
});
