import type { ReactElement } from "react";
import { Link } from "wouter";
import { finalRace, settledRace } from "../../../../../../wire/admin-races.js";
import { race as raceSchema, type Race } from "../../../../../../wire/race.js";
import { formatInstant } from "../../../../lib/duration.js";
import { ProblemError } from "../../../../lib/api/send.js";
import { useServices } from "../../../../lib/services.js";
import { useAdminTexts } from "../../parts/admin-texts.js";
import { Deeds, type Asked, type Deed } from "../../parts/deeds.js";
import { useHas } from "../../parts/viewer.js";
import { toInstant, toWallClock } from "../form/zone-time.js";

export interface MovesProps {
  race: Race;
  /** What the race's state allows, by the API's names. */
  allowed: readonly string[];
  /** Cases about its result that nobody has decided. */
  openCases: number;
  onChange: () => void;
}

const DAY_MS = 86_400_000;
const MOST_LETTERS = 500;

/** Sends a move; a refusal means that others were faster, so what is shown is read anew. */
function useMove({ race, onChange }: MovesProps) {
  const { api } = useServices();
  return async (name: string, body: unknown): Promise<void> => {
    const schema = name === "settle" || name === "correct" ? settledRace : name === "finalize" ? finalRace : raceSchema;
    try {
      await api.changeMine<unknown>({ method: "POST", path: `/admin/races/${race.id}/${name}`, schema, body });
      onChange();
    } catch (error) {
      if (error instanceof ProblemError && error.status === 409) onChange();
      throw error;
    }
  };
}

/** Nothing once the end is past: the API refuses it, and the race's card says what to do. */
function usePublish(props: MovesProps): Deed[] {
  const { startsAt, endsAt } = props.race;
  const { clock, dateLocale } = useServices();
  const { desk, staff } = useAdminTexts();
  const move = useMove(props);
  const now = clock.now();
  if (Date.parse(endsAt) <= now) return [];
  const { publishAsk, publishLiveAsk } = desk.races;
  return [
    {
      key: "publish",
      label: staff.races.publish,
      look: "fill",
      ask: Date.parse(startsAt) <= now ? publishLiveAsk : publishAsk(formatInstant(startsAt, dateLocale)),
      confirm: staff.races.publish,
      run: () => move("publish", undefined),
    },
  ];
}

function useDeeds(props: MovesProps): Deed[] {
  const { race, openCases } = props;
  const { desk, staff } = useAdminTexts();
  const { races } = staff;
  const move = useMove(props);
  const reason = (label: string): Asked => ({
    name: "reason",
    label,
    rows: 2,
    maxLength: MOST_LETTERS,
  });
  const isDraft = race.status === "draft";
  const later = new Date(Date.parse(race.endsAt) + DAY_MS).toISOString();
  return [
    ...usePublish(props),
    {
      key: "settle",
      label: desk.races.settle,
      look: "fill",
      ask: staff.settle.settleHint,
      confirm: staff.settle.settleNow,
      run: () => move("settle", undefined),
    },
    {
      key: "finalize",
      label: staff.settle.makeFinal,
      // With open cases it is not what comes next.
      ...(openCases === 0 ? { look: "fill" } : { asks: [reason(staff.settle.closeWhy)] }),
      ask: staff.settle.finalHint,
      confirm: staff.settle.makeFinal,
      run: (given) => move("finalize", openCases === 0 ? undefined : { overrule: given["reason"] }),
    },
    {
      key: "end-early",
      label: races.endEarly,
      asks: [reason(races.askEndEarly)],
      confirm: races.confirmEndEarly,
      run: (given) => move("end-early", { reason: given["reason"] }),
    },
    {
      key: "extend",
      label: races.extend,
      asks: [
        {
          name: "endsAt",
          label: desk.races.newEnd(race.timeZone),
          kind: "datetime-local",
          initial: toWallClock(later, race.timeZone),
        },
        reason(races.askExtend),
      ],
      run: (given) =>
        move("extend", { endsAt: toInstant(given["endsAt"] ?? "", race.timeZone), reason: given["reason"] }),
    },
    {
      key: "correct",
      label: desk.races.correct,
      ask: desk.races.correctAsk,
      asks: [{ ...reason(desk.races.correctWhy), hint: desk.races.publicReason }],
      run: (given) => move("correct", { reason: given["reason"] }),
    },
    {
      key: "void",
      label: isDraft ? races.discard : races.void,
      look: "danger",
      asks: [reason(isDraft ? races.askDiscard : races.askVoid)],
      confirm: isDraft ? races.confirmDiscard : races.confirmVoid,
      run: (given) => move("void", { reason: given["reason"] }),
    },
  ];
}

/** What may be done to a race now; each move tells what it does before it happens. */
export function Moves(props: MovesProps): ReactElement {
  const { race, allowed } = props;
  const { desk } = useAdminTexts();
  const mayMove = useHas("owner", "admin");
  const deeds = useDeeds(props).filter(({ key }) => mayMove && allowed.includes(key));
  return (
    <div className="card moves">
      <Deeds deeds={deeds} label={desk.races.moves} />
      <div className="moves__links">
        {mayMove && allowed.includes("change") ? (
          <Link href={`/admin/races/${race.id}/edit`} className="button button--tint">
            {desk.races.change}
          </Link>
        ) : null}
        {mayMove ? (
          <Link href={`/admin/races/new?like=${race.id}`} className="button button--tint">
            {desk.races.clone}
          </Link>
        ) : null}
        {race.status === "draft" ? null : (
          <>
            <Link href={`/admin/payouts?race=${race.id}`} className="button button--tint">
              {desk.races.payouts}
            </Link>
            <Link href={`/races/${race.id}`} className="button button--tint">
              {desk.races.asPlayers}
            </Link>
          </>
        )}
      </div>
    </div>
  );
}
