import { formatsFor } from "../../messages/format.js";
import { sharedMessages } from "../../messages/shared-messages.js";
import type { Race } from "../../wire/race.js";

/** Size of the picture at `/og/race/:id.jpg`. */
const PICTURE = { width: 1200, height: 630 };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0)};`);
}

function describe(race: Race): string {
  const shared = sharedMessages("en");
  const pool = `${shared.prizePool} ${formatsFor("en").money(race.prizePool)}`;
  return [pool, shared.players(race.players), shared.status[race.status]].join(" · ");
}

/**
 * Title and Open Graph tags of a race's page, for those who unfurl links without running scripts. In English: a crawler
 * has no language.
 */
export function shareTags(race: Race, { publicUrl, brand }: { publicUrl: string; brand: string }): string {
  const origin = new URL(publicUrl).origin;
  const tags: [key: "property" | "name", name: string, content: string][] = [
    ["property", "og:type", "website"],
    ["property", "og:site_name", brand],
    ["property", "og:title", race.title],
    ["property", "og:description", describe(race)],
    ["property", "og:url", `${origin}/races/${race.id}`],
    ["property", "og:image", `${origin}/og/race/${race.id}.jpg`],
    ["property", "og:image:width", String(PICTURE.width)],
    ["property", "og:image:height", String(PICTURE.height)],
    ["name", "twitter:card", "summary_large_image"],
  ];
  const metas = tags.map(([key, name, content]) => `<meta ${key}="${name}" content="${escapeHtml(content)}" />`);
  return [`<title>${escapeHtml(race.title)}</title>`, ...metas].join("\n    ");
}
