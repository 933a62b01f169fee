import { SourceError } from "../core/sources/reading.js";
import type { SourceAdapter } from "../wire/polled-sources.js";
import type { CreateAdapter } from "./adapter.js";
import { createGoatedAdapter } from "./adapters/goated.js";
import { createRainbetAdapter } from "./adapters/rainbet.js";
import { createRoobetAdapter } from "./adapters/roobet.js";

/** Every casino that can be asked, by the name its source is stored with. */
export const ADAPTER_TABLE: Readonly<Record<SourceAdapter, CreateAdapter>> = {
  goated: createGoatedAdapter,
  rainbet: createRainbetAdapter,
  roobet: createRoobetAdapter,
  "stake-csv": () => {
    throw new SourceError("bad-request", "its lists are uploaded, there is nothing to ask");
  },
};
