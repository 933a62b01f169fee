import type { Api } from "grammy";

/** grammY's calls are typed with the signal of a package that Node's own replaces at run time. */
export type GrammySignal = NonNullable<Parameters<Api["getMe"]>[0]>;

function isGrammySignal(signal: unknown): signal is GrammySignal {
  return signal instanceof AbortSignal;
}

/** Node's signal under the type that grammY asks for. */
export function grammySignal(signal: AbortSignal): GrammySignal {
  if (!isGrammySignal(signal)) throw new TypeError("not an abort signal");
  return signal;
}
