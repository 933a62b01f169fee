import { z } from "zod";

const TIMEOUT_MS = 5_000;

export type TelegramAnswer<Result> =
  | { kind: "answer"; result: Result }
  | { kind: "refused"; status: number }
  /** Something answered that is no Bot API server, or one of a form we do not know. */
  | { kind: "strange" }
  | { kind: "unreachable" };

const envelope = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({ ok: z.literal(false), error_code: z.number() }),
]);

/** Calls a method without parameters. Never throws, because an error of `fetch` may carry the address, and that the token. */
export async function callTelegram<Result>(
  bot: { apiRoot: string; token: string },
  method: string,
  schema: z.ZodType<Result>,
): Promise<TelegramAnswer<Result>> {
  let response: Response;
  try {
    response = await fetch(`${bot.apiRoot}/bot${bot.token}/${method}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch {
    return { kind: "unreachable" };
  }
  const body = envelope.safeParse(await response.json().catch(() => undefined));
  if (!body.success) return { kind: "strange" };
  if (!body.data.ok) return { kind: "refused", status: body.data.error_code };
  const result = schema.safeParse(body.data.result);
  return result.success ? { kind: "answer", result: result.data } : { kind: "strange" };
}
