import type { HallOfFame } from "../../wire/hall-of-fame.js";
import { nameOf } from "./_boards.js";

const MONTHS = ["2026-11-01", "2026-10-01", "2026-09-01", "2026-08-01", "2026-07-01", "2026-06-01"];
const player = (number: number) => ({ id: `p${number}`, name: nameOf(number) });
const endedAt = (month: number): string => `${MONTHS[month]}T00:00:00.000Z`;

/** Past winners with names of all kinds. */
export const HALL: HallOfFame = {
  champions: [4, 2, 1, 3, 6].map((number, index) => ({
    player: player(number),
    wins: Math.max(1, 7 - index * 2),
    won: `${Math.max(1, 7 - index * 2) * 500}.00`,
    lastWonAt: endedAt(index),
  })),
  winners: [4, 2, 4, 1, 4, 3].map((number, index) => ({
    race: {
      id: `Race00001${index}`,
      title: index === 1 ? "The long and winding race of October" : "Monthly race",
      endedAt: endedAt(index),
    },
    player: player(number),
    wagered: "120345.670000",
    prize: index === 3 ? "375.50" : "500.00",
  })),
  earlier: [
    { race: "Spring race", endedOn: "2025-05-31", name: "Ma***", prize: "300.00" },
    { race: "Winter race", endedOn: "2024-12-31", name: "K***", prize: "250.00" },
  ],
};
