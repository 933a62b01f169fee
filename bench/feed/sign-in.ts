import { createHmac } from "node:crypto";
import { session } from "../../wire/auth.js";

export const BOT_TOKEN = "7000000001:AAF-bench_token_000000000000000000000";

/** Opens a session as the Mini App does. @returns its access token */
export async function signIn(port: number): Promise<string> {
  const fields: Record<string, string> = {
    auth_date: String(Math.floor(Date.now() / 1_000)),
    query_id: "bench",
    user: JSON.stringify({ id: 42, first_name: "Ann" }),
  };
  const text = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join("\n");
  const key = createHmac("sha256", "WebAppData").update(BOT_TOKEN).digest();
  const launch = new URLSearchParams({ ...fields, hash: createHmac("sha256", key).update(text).digest("hex") });
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/auth/telegram`, {
    method: "POST",
    headers: { authorization: `tma ${launch.toString()}` },
  });
  return session.parse(await answer.json()).accessToken;
}
