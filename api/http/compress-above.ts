/** JSON below it fits into one packet anyway: packing it would only cost time. */
export const COMPRESS_ABOVE_BYTES = 1024;
