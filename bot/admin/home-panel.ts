import { readQueueCounts } from "../../core/access/queue-counts.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../render/html.js";
import { JUDGES, MANAGERS, mayUse, type PanelFrame, PAYERS } from "../panels/panel.js";

/** Above the administrators' menu: what waits for somebody with these roles. */
export async function homeBlock({ services, language, roles }: PanelFrame): Promise<HtmlBlock> {
  const { home, roleNames, menuTitle } = language.bot.admin;
  const counts = await readQueueCounts(services.core);
  const waiting = [
    mayUse(roles, MANAGERS) && counts.settlements > 0 ? tg`⚖️ ${home.settlements(counts.settlements)}` : undefined,
    mayUse(roles, PAYERS) && counts.payouts > 0 ? tg`💸 ${home.payouts(counts.payouts)}` : undefined,
    mayUse(roles, JUDGES) && counts.links > 0 ? tg`🔗 ${home.links(counts.links)}` : undefined,
    mayUse(roles, JUDGES) && counts.disputes > 0 ? tg`📣 ${home.disputes(counts.disputes)}` : undefined,
    mayUse(roles, JUDGES) && counts.deadLetters > 0 ? tg`✉️ ${home.deadLetters(counts.deadLetters)}` : undefined,
  ].filter((line) => line !== undefined);
  return paragraphs(
    lines(tg`🛠 <b>${menuTitle}</b>`, tg`${roles.map((role) => roleNames[role]).join(", ")}`),
    waiting.length === 0 ? tg`✅ ${home.nothing}` : lines(...waiting),
  );
}
