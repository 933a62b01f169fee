/** What an anonymous administrator can only do once his press has named him. */
export type ConfirmedAct = "board" | "announce";

export interface ConfirmPress {
  act: ConfirmedAct;
  /** Seconds since 1970 up to which the press counts. */
  until: number;
}

const SHAPE = /^w1:(?<act>board|announce):(?<until>[0-9a-z]{1,8})$/;

export function encodeConfirm({ act, until }: ConfirmPress): string {
  return `w1:${act}:${until.toString(36)}`;
}

/** @returns `undefined` when the press confirms nothing */
export function decodeConfirm(data: string): ConfirmPress | undefined {
  const fields = SHAPE.exec(data)?.groups;
  if (fields === undefined) return undefined;
  return {
    act: fields["act"] === "board" ? "board" : "announce",
    until: Number.parseInt(fields["until"] ?? "", 36),
  };
}
