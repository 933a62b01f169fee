import * as z from "zod/mini";

/** RFC 9457 problem: the only form in which the API and the receiver speak of errors. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.optional(z.string()),
    requestId: z.string(),
    errors: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
    /** For refused moves of a race: what is allowed now. */
    allowed: z.optional(z.array(z.string())),
  })
  .register(z.globalRegistry, { id: "Problem" });

export type Problem = z.infer<typeof problem>;
