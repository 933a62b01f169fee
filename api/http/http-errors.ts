import { AppError } from "../../core/errors.js";

/** Faults of the transport, which the domain knows nothing of. */
export class MethodNotAllowedError extends AppError {
  override readonly name = "MethodNotAllowedError";
  readonly code = "method_not_allowed";
  readonly methods: readonly string[];
  constructor(methods: readonly string[]) {
    super(`This path knows ${methods.join(", ")} only.`);
    this.methods = methods;
  }
}

export class PayloadTooLargeError extends AppError {
  override readonly name = "PayloadTooLargeError";
  readonly code = "payload_too_large";
}

export class UnsupportedMediaTypeError extends AppError {
  override readonly name = "UnsupportedMediaTypeError";
  readonly code = "unsupported_media_type";
}
