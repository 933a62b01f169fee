import * as z from "zod/mini";
import { BadAnswerError, ProblemError, type Answer, type Request, type Send } from "./send.js";
import type { Session } from "./session.js";

export interface Api {
  /** A public answer; no token is sent, so that caches in between may serve it. */
  read<Value>(path: string, schema: z.ZodMiniType<Value>): Promise<Value>;
  /** A public file, byte for byte. */
  readText(path: string): Promise<string>;
  /** As `read`, telling when nothing changed since `etag`. */
  readChanged<Value>(path: string, schema: z.ZodMiniType<Value>, etag: string | undefined): Promise<Answer<Value>>;
  /** An answer about the person; a refused token is renewed once. @throws ProblemError 401 without a session */
  readMine<Value>(path: string, schema: z.ZodMiniType<Value>): Promise<Value>;
  /** As `readMine`, for a file. */
  readMineText(path: string): Promise<string>;
  /** Changes something of the person's. @throws as `readMine` */
  changeMine<Value>(change: Change<Value>): Promise<Value>;
}

export type Change<Value> = Pick<Request<Value>, "path" | "schema" | "body"> & { method: "POST" | "PATCH" | "DELETE" };

function valueOf<Value>(answer: Answer<Value>, path: string): Value {
  if (answer.kind === "value") return answer.value;
  throw new BadAnswerError(`${path} answered "not modified" to a question without a version`);
}

export function createApi(send: Send, session: Session): Api {
  async function askAs<Value>(request: Request<Value>, token: string | undefined): Promise<Value> {
    if (token === undefined) throw new ProblemError(401, undefined);
    return valueOf(await send({ ...request, authorization: `Bearer ${token}` }), request.path);
  }
  async function ask<Value>(request: Request<Value>): Promise<Value> {
    const token = await session.token();
    try {
      return await askAs(request, token);
    } catch (error) {
      const isRefused = token !== undefined && error instanceof ProblemError && error.status === 401;
      if (!isRefused) throw error;
      return askAs(request, await session.renew());
    }
  }
  return {
    read: async (path, schema) => valueOf(await send({ path, schema }), path),
    readText: async (path) => valueOf(await send({ path, schema: z.string(), format: "text" }), path),
    readChanged: (path, schema, etag) => send({ path, schema, etag }),
    readMine: (path, schema) => ask({ path, schema }),
    readMineText: (path) => ask({ path, schema: z.string(), format: "text" }),
    changeMine: ask,
  };
}
