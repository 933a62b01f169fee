import * as z from "zod/mini";

/** A fault of the Mini App on somebody's device, as it tells the server of it. Nothing in it says whose device. */
export const clientError = z
  .strictObject({
    message: z.string().check(z.maxLength(500)),
    stack: z.optional(z.string().check(z.maxLength(4_000))),
    /** Where it happened, without what follows the path: launch data stands there. */
    page: z.string().check(z.maxLength(200), z.regex(/^\/[^?#\s]*$/)),
  })
  .register(z.globalRegistry, { id: "ClientError" });
export type ClientError = z.infer<typeof clientError>;
