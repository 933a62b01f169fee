import type { World } from "./world.js";
import { administratorRights } from "./rights.js";

/**
 * The population of a start without a bot token: five invented people in several scripts, and a supergroup where
 * the bot is an administrator already. Ids are fixed so that scripts and screenshots repeat.
 */
export function seedDemo(world: World): void {
  const alice = world.addUser({
    id: 200_001,
    firstName: "Alice",
    lastName: "Winter",
    username: "alice_winter",
    languageCode: "en",
  });
  const bruno = world.addUser({
    id: 200_002,
    firstName: "Bruno",
    lastName: "Costa",
    username: "bruno_costa",
    languageCode: "pt",
  });
  const chidi = world.addUser({ id: 200_003, firstName: "Chidi", languageCode: "en", isPremium: true });
  const darya = world.addUser({
    id: 200_004,
    firstName: "Дарья",
    lastName: "Ким",
    username: "darya_kim",
    languageCode: "ru",
  });
  // Lior is not in the group, so that joining can be tried.
  world.addUser({ id: 200_005, firstName: "ליאור", username: "lior_sandbox", languageCode: "he" });
  // The first number of its row (-1001900000001): the next supergroup gets the next one.
  const lounge = world.addChat("supergroup", "Goat Lounge");
  world.setMember(lounge, alice.id, { status: "creator" });
  for (const member of [bruno, chidi, darya]) world.setMember(lounge, member.id, { status: "member" });
  world.setMember(lounge, world.botId, { status: "administrator", rights: administratorRights() });
  // Message 1 of a supergroup is the line about its creation; topics are numbered after it.
  world.addMessage(lounge, { fromId: alice.id, content: { kind: "service", service: { what: "supergroupCreated" } } });
  world.peopleChat(alice.id, bruno.id);
}
