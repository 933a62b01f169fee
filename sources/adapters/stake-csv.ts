import { InvalidInputError } from "../../core/errors.js";
import { ADAPTERS } from "../../core/sources/adapter-capabilities.js";
import { SourceError, type Reading } from "../../core/sources/reading.js";
import { readUpload } from "../../core/sources/upload-csv.js";
import type { Clock } from "../../core/clock.js";
import type { Adapter } from "../adapter.js";

/** Stake's list (domain.md 3.6): a person exports it and uploads it; there is nothing to ask. */
export function createStakeCsvAdapter(csv: string, clock: Clock): Adapter {
  return {
    capabilities: ADAPTERS["stake-csv"].capabilities,
    fetch(range): Promise<Reading> {
      if (range !== undefined) return Promise.reject(new SourceError("bad-request", "a list knows no windows"));
      try {
        return Promise.resolve(readUpload(csv, { now: clock.now(), asOf: undefined }));
      } catch (error) {
        if (!(error instanceof InvalidInputError)) throw error;
        const where = error.issues.map(({ path, message }) => `${path} ${message}`).join("; ");
        return Promise.reject(new SourceError("bad-shape", `${error.message} ${where}`));
      }
    },
  };
}
