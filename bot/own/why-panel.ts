import { raceIdIn } from "../admin/races-panel.js";
import type { PanelFrame } from "../panels/panel.js";
import type { Screen } from "../screens/screen.js";
import { whyScreen } from "../screens/why-screen.js";

/** How one's own score in a race came about. @throws NotFoundError */
export async function whyPanel({ services, language, person }: PanelFrame, subject: string): Promise<Screen> {
  return whyScreen({ services, language, place: "private", owner: person }, raceIdIn(subject));
}
