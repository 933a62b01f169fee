import type { SharedThing } from "../../../../../wire/sharing.js";

/** What is passed on. */
export interface ShareProps {
  what: SharedThing;
  /** Id of the race. */
  race: string;
}
