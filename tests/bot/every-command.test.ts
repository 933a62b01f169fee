import { expect, it } from "vitest";
import { COMMANDS, STAFF_COMMANDS } from "../../bot/commands/table.js";
import { appoint } from "./_staff.js";
import { plain, startStory } from "./_story.js";

const EVERYBODY = COMMANDS.map(({ name }) => name);
const STAFF = STAFF_COMMANDS.map(({ name }) => name);

// All of the contract: who sends which command where, and in which language. What is said is tested beside each feature.
it("every command has one answer, for every role, in private and in groups, in the language of the person", async () => {
  await using story = await startStory();
  const { alice, bruno, chidi } = story;
  await story.race();
  await appoint(story, alice, "owner");
  await story.link(alice, 1);
  chidi.user.languageCode = "de";
  for (const person of [alice, bruno, chidi]) await person.starts();
  const lounge = story.stage.group({ title: "Lounge", owner: alice, members: [bruno, chidi], bot: "administrator" });

  const answers: Record<string, string[]> = {};
  const said = async (
    seat: string,
    names: readonly string[],
    send: (text: string) => Promise<{ replies: { text: string }[] }>,
  ) => {
    for (const name of names) {
      const { replies } = await send(`/${name}`);
      answers[`${seat} /${name}`] = replies.map(({ text }) => plain(text));
    }
  };
  await said("owner", [...EVERYBODY, ...STAFF], (text) => alice.sends(text));
  await said("player", [...EVERYBODY, ...STAFF], (text) => bruno.sends(text));
  await said("German", EVERYBODY, (text) => chidi.sends(text));
  const inGroup = EVERYBODY.filter((name) => name !== "board");
  await said("member", [...inGroup, "board"], (text) => bruno.in(lounge).sends(text));
  await said("administrator", inGroup, (text) => alice.in(lounge).sends(text));
  await said("staff in a group", STAFF, (text) => alice.in(lounge).sends(text));

  const counts = Object.entries(answers).map(([what, { length }]) => [what, length]);
  expect(counts.filter(([what, count]) => count !== 1 && !String(what).startsWith("staff in a group"))).toEqual([]);
  expect(counts.filter(([, count]) => Number(count) > 1)).toEqual([]);
  expect(
    Object.values(answers)
      .flat()
      .filter((text) => text.length === 0 || text.length > 4096),
  ).toEqual([]);
  // Staff commands are unknown words to everybody else.
  for (const name of STAFF) expect(answers[`player /${name}`]?.[0]).not.toBe(answers[`owner /${name}`]?.[0]);
  const same = EVERYBODY.filter((name) => answers[`German /${name}`]?.[0] === answers[`player /${name}`]?.[0]);
  expect(same, "answers that are the same in both languages").toEqual([]);
});
