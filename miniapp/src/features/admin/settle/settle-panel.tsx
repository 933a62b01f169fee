import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import type * as z from "zod/mini";
import type { settlementSummary } from "../../../../../wire/admin-settlement.js";
import type { Race, RaceStatus } from "../../../../../wire/race.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { DeskIcon } from "../parts/desk-icons.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { useNames } from "../parts/names.js";
import type { Desk } from "../parts/use-desk.js";
import { blockText, flagText, type Saying } from "./findings-text.js";
import { LateEntries } from "./late-entries.js";
import { Newcomers } from "./newcomers.js";
import { useServices } from "../../../lib/services.js";

export type Summary = z.infer<typeof settlementSummary>;

export interface SettlePanelProps {
  race: Race;
  summary: Desk<Summary>;
  onChange: () => void;
}

/** Before its start there is nothing to look at. */
const NOTHING_YET: ReadonlySet<RaceStatus> = new Set(["draft", "scheduled", "void"]);

function idsOf({ blocks, flags, late, openNewcomers }: Summary): string[] {
  const ofBlocks = blocks.flatMap((block) => (typeof block["player"] === "string" ? [block["player"]] : []));
  const ofFlags = flags.flatMap((flag) => [flag.player, ...(flag.kind === "equal_scores" ? flag.with : [])]);
  return [...ofBlocks, ...ofFlags, ...[...late, ...openNewcomers].map(({ player }) => player)];
}

/** The first few are seen at once; the others are a press away. */
const FIRST_FLAGS = 4;

function Flags(props: { race: Race; flags: Summary["flags"]; saying: Saying }): ReactElement {
  const { race, flags, saying } = props;
  const { desk, staff } = useAdminTexts();
  const [isWhole, setIsWhole] = useState(flags.length <= FIRST_FLAGS);
  return (
    <div className="card items flags">
      <p className="verdict verdict--due verdict__title">
        <DeskIcon name="alert" />
        {staff.settle.flags}
        <span className="flags__count">{flags.length}</span>
      </p>
      <ul>
        {flags.slice(0, isWhole ? flags.length : FIRST_FLAGS).map((flag) => (
          <li key={`${flag.player} ${flag.kind}`} className="item">
            <Link href={`/admin/races/${race.id}/players/${flag.player}`} className="flag">
              <span className="flag__rank">#{flag.rank}</span>
              <span className="flag__what">
                <bdi className="item__title">{saying.nameOf(flag.player)}</bdi>
                <span className="flag__text">{flagText(flag, saying)}</span>
              </span>
              <span className="flag__kind">{desk.flag[flag.kind]}</span>
            </Link>
          </li>
        ))}
      </ul>
      {isWhole ? null : (
        <button type="button" className="flags__more" onClick={() => setIsWhole(true)}>
          {desk.showAll(flags.length)}
        </button>
      )}
    </div>
  );
}

function Findings({ race, summary, onChange }: { race: Race; summary: Summary; onChange: () => void }): ReactElement {
  const { locale, dateLocale } = useServices();
  const { staff } = useAdminTexts();
  const names = useNames(idsOf(summary));
  const saying: Saying = { words: staff.settle, locale, dateLocale, nameOf: (id) => names.get(id)?.name ?? id };
  const { blocks, flags, late, openNewcomers, openDisputes } = summary;
  const isSettling = race.status === "settling";
  return (
    <>
      {isSettling ? (
        <div className={`card verdict ${blocks.length === 0 ? "verdict--good" : "verdict--due"}`}>
          <p className="verdict__title">
            <DeskIcon name={blocks.length === 0 ? "check" : "alert"} />
            {blocks.length === 0 ? staff.settle.noBlocks : staff.settle.blocks}
          </p>
          {blocks.length === 0 ? null : (
            <ul className="verdict__list">
              {blocks.map((block, at) => (
                <li key={at}>{blockText(block, saying)}</li>
              ))}
            </ul>
          )}
        </div>
      ) : null}
      {openDisputes === 0 ? null : (
        <Link href={`/admin/disputes?race=${race.id}`} className="card finding-link">
          <DeskIcon name="scale" />
          <span>{staff.settle.openDisputes(openDisputes)}</span>
          <DeskIcon name="chevron" className="finding-link__chevron" />
        </Link>
      )}
      <Newcomers race={race} newcomers={openNewcomers} names={names} onChange={onChange} />
      {flags.length === 0 ? (
        <div className="card verdict verdict--good">
          <p className="verdict__title">
            <DeskIcon name="check" />
            {staff.settle.noFlags}
          </p>
        </div>
      ) : (
        <Flags race={race} flags={flags} saying={saying} />
      )}
      <LateEntries late={late} names={names} />
    </>
  );
}

/** What to look at before a result is settled or closed: what is in the way, flags with their evidence, what came late. */
export function SettlePanel({ race, summary, onChange }: SettlePanelProps): ReactElement | null {
  const { desk } = useAdminTexts();
  if (NOTHING_YET.has(race.status)) return null;
  return (
    <DeskPanel title={desk.races.check} desk={summary} bones={3}>
      {(value) => <Findings race={race} summary={value} onChange={onChange} />}
    </DeskPanel>
  );
}
