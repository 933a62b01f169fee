import { NotFoundError } from "../../core/errors.js";
import { parseRaceId, type RaceId } from "../../wire/ids.js";

/** @throws NotFoundError when the text cannot be the id of a race */
export function raceIdOf(text: string): RaceId {
  const id = parseRaceId(text);
  if (id === undefined) throw new NotFoundError(`"${text}" is not the id of a race: see \`races list\`.`);
  return id;
}
