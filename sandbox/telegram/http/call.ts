import { z } from "zod";
import { badRequest, emulatorRefusal } from "../errors.js";
import type { Upload } from "./read-request.js";

/** One call of the bot, decoded by the spec. The readers know which type a parameter has. */
export class Call {
  readonly method: string;
  readonly params: ReadonlyMap<string, unknown>;
  private readonly files: ReadonlyMap<string, Upload>;

  constructor(method: string, params: ReadonlyMap<string, unknown>, files: ReadonlyMap<string, Upload> = new Map()) {
    this.method = method;
    this.params = params;
    this.files = files;
  }

  has(name: string): boolean {
    return this.params.get(name) !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.params.get(name);
    return typeof value === "string" ? value : undefined;
  }

  number(name: string): number | undefined {
    const value = this.params.get(name);
    return typeof value === "number" ? value : undefined;
  }

  /** @throws ApiError when the parameter is missing */
  requiredNumber(name: string, refusal: string): number {
    const value = this.number(name);
    if (value === undefined) throw badRequest(refusal);
    return value;
  }

  flag(name: string): boolean {
    return this.params.get(name) === true;
  }

  raw(name: string): unknown {
    return this.params.get(name);
  }

  /** @throws ApiError when the value has another shape than `schema` */
  object<T>(name: string, schema: z.ZodType<T>): T | undefined {
    const value = this.params.get(name);
    if (value === undefined) return undefined;
    const parsed = schema.safeParse(value);
    if (!parsed.success) throw badRequest(`can't parse ${name}: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  }

  /** The part behind `attach://…`, or undefined when the text is a file id or URL. */
  upload(reference: string): Upload | undefined {
    if (!reference.startsWith("attach://")) return undefined;
    const part = reference.slice("attach://".length);
    const file = this.files.get(part);
    if (!file) throw emulatorRefusal(`${this.method} names the part "${part}", which is not in the request`);
    return file;
  }

  /** As JSON for logs and checks; files are named, not shown. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries(this.params);
  }
}
