import type { Plugin } from "vite";

const WIRE = /\/wire\/[\w-]+\.ts$/;
/** What a schema is called in the API's documentation; the object has no braces of its own inside. */
const REGISTERED = /\s*\.register\(z\.globalRegistry, \{[^{}]*\}\)/g;

/** A module of wire/ without the names of its schemas. */
export function withoutNames(code: string): string {
  return code.replace(REGISTERED, "");
}

/**
 * Takes the names of the API's documentation out of the schemas: no page reads them, and registering counts as an
 * effect, so that every schema of a module stayed in beside the one that is used (0.5 KB gzip of the first JavaScript).
 */
export function plainSchemas(): Plugin {
  return {
    name: "plain-schemas",
    apply: "build",
    enforce: "pre",
    transform(code, id) {
      return WIRE.test(id) ? { code: withoutNames(code), map: null } : undefined;
    },
  };
}
