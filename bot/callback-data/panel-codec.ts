/** Raised when the meaning of a press changes: old panels stay in chats for ever. */
const PREFIX = "p1:";
const SHAPE = /^p1:(?<name>[a-z-]{1,20}):(?<subject>[A-Za-z0-9._-]{0,40})$/;

/** A press in a panel. Untrusted: whose the thing is, and who may, is asked of the database at every press. */
export interface PanelTarget {
  /** Which panel or act, see `bot/panels/press-panel.ts`. */
  name: string;
  /** What it is about: the id of a race, payout, case … */
  subject: string;
}

/** @throws RangeError when the press could not be read again: a fault of the caller */
export function encodePanel(name: string, subject = ""): string {
  const data = `${PREFIX}${name}:${subject}`;
  // 3 + 20 + 1 + 40 bytes at the most: Telegram's limit of 64.
  if (!SHAPE.test(data)) throw new RangeError(`not a press of a panel: ${data}`);
  return data;
}

/** @returns `undefined` when the data is not of a panel, or of another version */
export function decodePanel(data: string): PanelTarget | undefined {
  const fields = SHAPE.exec(data)?.groups;
  return fields === undefined ? undefined : { name: fields["name"] ?? "", subject: fields["subject"] ?? "" };
}
