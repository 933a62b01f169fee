import type { ZodMiniType } from "zod/mini";
import { BadAnswerError, ProblemError, type Answer, type Send } from "./send.js";
import type { Session } from "./session.js";

export interface Api {
  /** A public answer; no token is sent, so that caches in between may serve it. */
  read<Value>(path: string, schema: ZodMiniType<Value>): Promise<Value>;
  /** As `read`, telling when nothing changed since `etag`. */
  readChanged<Value>(path: string, schema: ZodMiniType<Value>, etag: string | undefined): Promise<Answer<Value>>;
  /** An answer about the person; a refused token is renewed once. @throws ProblemError 401 without a session */
  readMine<Value>(path: string, schema: ZodMiniType<Value>): Promise<Value>;
}

function valueOf<Value>(answer: Answer<Value>, path: string): Value {
  if (answer.kind === "value") return answer.value;
  throw new BadAnswerError(`${path} answered "not modified" to a question without a version`);
}

export function createApi(send: Send, session: Session): Api {
  async function readAs<Value>(path: string, schema: ZodMiniType<Value>, token: string | undefined): Promise<Value> {
    if (token === undefined) throw new ProblemError(401, undefined);
    return valueOf(await send({ path, schema, authorization: `Bearer ${token}` }), path);
  }
  return {
    read: async (path, schema) => valueOf(await send({ path, schema }), path),
    readChanged: (path, schema, etag) => send({ path, schema, etag }),
    readMine: async (path, schema) => {
      const token = await session.token();
      try {
        return await readAs(path, schema, token);
      } catch (error) {
        const isRefused = token !== undefined && error instanceof ProblemError && error.status === 401;
        if (!isRefused) throw error;
        return readAs(path, schema, await session.renew());
      }
    },
  };
}
