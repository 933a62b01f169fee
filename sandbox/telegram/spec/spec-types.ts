/** A type as decoding needs it: nothing is shortened, named objects are looked up in {@link ApiSpec.types}. */
export type TypeTree =
  | "string"
  | "number"
  | "boolean"
  /** An upload: `attach://<part>` or a part of the same name. */
  | "file"
  | "never"
  | { literal: string | number | boolean }
  | { array: TypeTree }
  | { union: TypeTree[] }
  | { ref: string }
  | { fields: Record<string, FieldSpec> };

export type LimitSpec = {
  min: number;
  max: number;
  unit: "characters" | "bytes";
  /** Counted on what is left when the markup is gone. */
  afterParsing?: boolean;
};

export type FieldSpec = { type: TypeTree; optional?: boolean; deprecated?: boolean; limit?: LimitSpec };

export type MethodSpec = { deprecated?: boolean; params: Record<string, FieldSpec>; returns: string };

export type ApiSpec = { methods: Record<string, MethodSpec>; types: Record<string, TypeTree> };
