import { type Drop, listDrops } from "../../core/rewards/drops.js";
import { MANAGERS, mayUse, panelButton, type PanelFrame, shortLabel } from "../panels/panel.js";
import { lines, paragraphs, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import type { Screen } from "../screens/screen.js";
import { dropWorth } from "./drop-block.js";

const SHOWN = 8;

/** The newest drops, with what managers can do about them. */
export async function dropsPanel({ services, language, roles }: PanelFrame): Promise<Screen> {
  const { admin, drops: texts } = language.bot.rewards;
  const drops = await listDrops(services.core, SHOWN);
  const isManager = mayUse(roles, MANAGERS);
  const line = (drop: Drop) =>
    tg`• <b>${displayName(drop.title, 40)}</b>: ${dropWorth(drop, language)}, ${texts.left(language.formats.count(drop.left), language.formats.count(drop.total))}, ${admin.dropStates[drop.state]}`;
  const isRunning = ({ state }: Drop): boolean => state === "open" || state === "waiting";
  return {
    block: paragraphs(
      tg`⚡ <b>${admin.dropsTitle}</b>`,
      drops.length === 0 ? tg`${admin.noDrops}` : lines(...drops.map(line)),
    ),
    keyboard: [
      ...(isManager
        ? drops
            .filter(isRunning)
            .map((drop) => [panelButton(shortLabel(`⏹ ${admin.closeDrop(drop.title)}`), "close-drop", drop.id)])
        : []),
      isManager ? [panelButton(`➕ ${admin.newDrop}`, "new-drop")] : [],
      [panelButton(`‹ ${admin.back}`, "rewards-desk")],
    ],
  };
}
