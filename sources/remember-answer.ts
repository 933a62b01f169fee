import type { HttpAnswer, HttpGet } from "./http-get.js";

/**
 * A GET that asks only for what is new: with the tag of the answer before, whose body serves again when the source says
 * that nothing has changed (304). One adapter, one address: only the newest answer is kept.
 */
export function rememberAnswer(get: HttpGet): HttpGet {
  let kept: { url: string; tag: string; body: Buffer } | undefined;
  return async (url, headers): Promise<HttpAnswer> => {
    const known = kept?.url === url.href ? kept : undefined;
    const answer = await get(url, known === undefined ? headers : { ...headers, "if-none-match": known.tag });
    if (answer.status === 304 && known !== undefined) return { ...answer, status: 200, body: known.body };
    const tag = answer.headers["etag"];
    kept = answer.status === 200 && tag !== undefined ? { url: url.href, tag, body: answer.body } : undefined;
    return answer;
  };
}
