type Fields = Record<string, unknown>;

/** The part of a pino logger that domain code uses: fixed sentence, data in fields. */
export interface Log {
  debug(fields: Fields, message: string): void;
  info(fields: Fields, message: string): void;
  warn(fields: Fields, message: string): void;
  error(fields: Fields, message: string): void;
  child(bindings: Fields): Log;
}
