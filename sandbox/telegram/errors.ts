import type { ResponseParameters } from "@grammyjs/types";

const PREFIXES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  413: "Request Entity Too Large",
  429: "Too Many Requests",
};

/** An answer with `ok: false`. `text` is what Telegram says before its wording rule is applied. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: number;
  readonly parameters: ResponseParameters | undefined;

  constructor(code: number, text: string, parameters?: ResponseParameters) {
    const finalCode = code === 403 && /^[A-Z0-9_]+$/.test(text) ? 400 : code;
    super(describeError(finalCode, text));
    this.code = finalCode;
    this.parameters = parameters;
  }
}

/**
 * The wording rule of the Bot API server: `<Prefix>: ` before the text, the first letter small unless the second
 * character is a capital or `_`, and no second prefix. `EMULATOR` texts are ours and stay as they are.
 */
export function describeError(code: number, text: string): string {
  const prefix = PREFIXES[code];
  if (prefix === undefined || text.startsWith("EMULATOR: ")) return text;
  if (text === "") return prefix;
  if (text.startsWith(prefix)) return text;
  const second = text.charAt(1);
  const keepsCapital = second === "_" || (second >= "A" && second <= "Z");
  return `${prefix}: ${keepsCapital ? text : text.charAt(0).toLowerCase() + text.slice(1)}`;
}

export function badRequest(text: string): ApiError {
  return new ApiError(400, text);
}

export function forbidden(text: string): ApiError {
  return new ApiError(403, text);
}

/** The stand-in is stricter than Telegram here, or does not know the thing: never answered with silence. */
export function emulatorRefusal(text: string, code = 400): ApiError {
  return new ApiError(code, `EMULATOR: ${text}`);
}
