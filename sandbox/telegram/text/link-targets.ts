import { badRequest } from "../errors.js";

const DATE_FORMAT = /^(?:r|w?[dD]?[tT]?)$/;

/** `tg://user?id=1` names a person: the entity becomes a mention without username. */
export function userIdOfLink(url: string): number | undefined {
  const match = /^tg:(?:\/\/)?user\?(?:.*&)?id=(\d+)(?:&.*)?$/i.exec(url);
  return match ? Number(match[1]) : undefined;
}

/**
 * Brings a link target into the form Telegram stores (`example.com` → `http://example.com/`).
 *
 * @returns undefined when it is no link; the text then stays plain, without an error
 */
export function checkedLink(url: string): string | undefined {
  const trimmed = url.trim();
  if (trimmed === "") return undefined;
  if (/^(?:tg|ton|tonsite|mailto|tel):/i.test(trimmed)) return trimmed;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  try {
    const parsed = new URL(withScheme);
    if (parsed.protocol !== "http:" && parsed.protocol !== "https:") return undefined;
    if (!parsed.hostname.includes(".") && parsed.hostname !== "localhost") return undefined;
    return parsed.pathname === "/" && parsed.search === "" && parsed.hash === "" ? parsed.href : withScheme;
  } catch {
    // Not a URL: Telegram shows the words without a link.
    return undefined;
  }
}

export type DateMark = { unixTime: number; format: string };

/** @throws ApiError when the format is not `r` or `w?[dD]?[tT]?` */
export function checkedDateMark(unixTime: number, format: string): DateMark {
  if (!DATE_FORMAT.test(format)) throw badRequest("Invalid date-time format specified");
  return { unixTime, format };
}

/** `tg://emoji?id=…` and `tg://time?unix=…&format=…` of MarkdownV2's `![…](…)`. */
export function inlineObjectOfLink(url: string): { customEmojiId: string } | DateMark {
  const refusal = badRequest("Invalid tg://emoji or tg://time URL specified");
  const match = /^tg:(?:\/\/)?(emoji|time)\?(.*)$/i.exec(url);
  if (!match) throw refusal;
  const query = new URLSearchParams(match[2]);
  if (match[1]?.toLowerCase() === "emoji") {
    const id = query.get("id") ?? "";
    if (!/^[1-9]\d*$/.test(id)) throw refusal;
    return { customEmojiId: id };
  }
  const unix = query.get("unix") ?? "";
  if (!/^[1-9]\d*$/.test(unix)) throw refusal;
  return checkedDateMark(Number(unix), query.get("format") ?? "");
}
