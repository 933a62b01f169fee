import * as z from "zod/mini";

/** Casinos at which an account can be linked; `GET /api/v1/sources`, public. */
export const linkSourceList = z
  .object({ sources: z.array(z.object({ slug: z.string(), name: z.string() })) })
  .register(z.globalRegistry, { id: "LinkSourceList" });
export type LinkSourceList = z.infer<typeof linkSourceList>;
