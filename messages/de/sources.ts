import type { sources as english } from "../en/sources.js";

export const sources: typeof english = {
  doubtful: (source, field) =>
    `${source} hat sich an einer Grenze des Rennens widersprochen${field === "" ? "" : ` (${field})`}.`,
  held: (source) => `Eine unglaubwürdige Antwort von ${source} wartet auf eine Entscheidung.`,
  windowNotAsked: (source) => `${source} hat seine eigenen Zahlen zum Rennen noch nicht genannt.`,
  playerMissing: (rank, player) => `Platz ${rank}, ${player}: fehlt in den neuesten Antworten des Casinos.`,
  correctedAfterEnd: (rank, player, amount) =>
    `Platz ${rank}, ${player}: ${amount} wurden nach dem Ende zurückgenommen und gehören vielleicht zum Rennen.`,
};
