import * as z from "zod/mini";
import type { RaceListQuery } from "../../core/views/views.js";
import { raceStatus } from "../../wire/race.js";
import { parseInput } from "../http/parse-input.js";
import { pageQuery } from "./params.js";

export const raceListQuery = z.extend(pageQuery, {
  /** One status or several, separated by commas. */
  status: z.optional(z.string().check(z.maxLength(100))),
});
const statusList = z.object({ query: z.object({ status: z.array(raceStatus) }) });

/** @throws InvalidInputError for a status that does not exist */
export function asRaceListQuery({ limit, cursor, status }: z.output<typeof raceListQuery>): RaceListQuery {
  const statuses =
    status === undefined ? undefined : parseInput(statusList, { query: { status: status.split(",") } }).query.status;
  return { limit, ...(statuses && { statuses }), ...(cursor !== undefined && { cursor }) };
}
