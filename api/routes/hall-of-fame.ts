import { readHallOfFame } from "../../core/history/hall-of-fame.js";
import { hallOfFame } from "../../wire/hall-of-fame.js";
import { PUBLIC, route } from "../route.js";

export const readFame = route({
  method: "get",
  path: "/hall-of-fame",
  access: PUBLIC,
  group: "Results",
  summary: "Winners of past races and who won most of them, from stored results.",
  input: {},
  answer: { status: 200, schema: hallOfFame },
  handler: async ({ context }) => ({ body: await readHallOfFame(context) }),
});
