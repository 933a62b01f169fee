import { plural } from "../format.js";
import type { MiniAppFameMessages } from "../en/mini-app-fame.js";

const rules = new Intl.PluralRules("de");

export const miniAppFame = {
  title: "Ruhmeshalle",
  champions: "Die meisten Siege",
  wins: (count) => `${count} ${plural(rules, count, { one: "Sieg", other: "Siege" })}`,
  lastWon: (date) => `zuletzt am ${date}`,
  winners: "Neueste Sieger",
  earlier: "Frühere Sieger",
  earlierNote: "Aus der Zeit vor diesen Seiten, wie der Betreiber sie nennt. Es gibt keine Datei, die sie belegt.",
} satisfies MiniAppFameMessages;
