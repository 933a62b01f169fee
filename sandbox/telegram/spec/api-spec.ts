import { z } from "zod";
import type { ApiSpec, MethodSpec, TypeTree } from "./spec-types.js";
import committed from "./spec.json" with { type: "json" };

const limitSchema = z.object({
  min: z.number(),
  max: z.number(),
  unit: z.enum(["characters", "bytes"]),
  afterParsing: z.boolean().exactOptional(),
});

const fieldSchema = z.object({
  get type() {
    return treeSchema;
  },
  optional: z.boolean().exactOptional(),
  deprecated: z.boolean().exactOptional(),
  limit: limitSchema.exactOptional(),
});

const treeSchema: z.ZodType<TypeTree> = z.lazy(() =>
  z.union([
    z.enum(["string", "number", "boolean", "file", "never"]),
    z.object({ literal: z.union([z.string(), z.number(), z.boolean()]) }),
    z.object({ array: treeSchema }),
    z.object({ union: z.array(treeSchema) }),
    z.object({ ref: z.string() }),
    z.object({ fields: z.record(z.string(), fieldSchema) }),
  ]),
);

const specSchema: z.ZodType<ApiSpec> = z.object({
  methods: z.record(
    z.string(),
    z.object({
      deprecated: z.boolean().exactOptional(),
      params: z.record(z.string(), fieldSchema),
      returns: z.string(),
    }),
  ),
  types: z.record(z.string(), treeSchema),
});

/** The committed specification: every method and parameter of the Bot API that grammY knows. */
export const apiSpec: ApiSpec = specSchema.parse(committed);

const byLowerCase = new Map(Object.keys(apiSpec.methods).map((name) => [name.toLowerCase(), name]));

/** Method names are case-insensitive. */
export function findMethod(name: string): { name: string; spec: MethodSpec } | undefined {
  const known = byLowerCase.get(name.toLowerCase());
  const spec = known === undefined ? undefined : apiSpec.methods[known];
  return known === undefined || spec === undefined ? undefined : { name: known, spec };
}
