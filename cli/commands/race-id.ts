import { parseRaceId, type RaceId } from "../../wire/ids.js";
import { UsageError } from "../command.js";

/** @throws UsageError when the text cannot be the id of a race */
export function raceIdOf(text: string): RaceId {
  const id = parseRaceId(text);
  if (id === undefined) throw new UsageError(`"${text}" is not the id of a race`);
  return id;
}
