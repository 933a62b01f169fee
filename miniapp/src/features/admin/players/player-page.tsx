import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import { adjustmentList } from "../../../../../wire/admin-money.js";
import { playerCard, type PlayerCard } from "../../../../../wire/admin-players.js";
import { exclusionList } from "../../../../../wire/admin-settlement.js";
import { formatInstant } from "../../../lib/duration.js";
import { formatCount, formatWager } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Moment } from "../parts/age.js";
import { DeskPanel, Head } from "../parts/desk-panel.js";
import { Facts } from "../parts/facts.js";
import { useDesk } from "../parts/use-desk.js";
import { useHas } from "../parts/viewer.js";
import { DeskPage } from "../shell/desk-page.js";
import { AdjustmentsPanel } from "./adjustments.js";
import { Exclusions } from "./exclusions.js";
import { PlayerDeeds } from "./player-deeds.js";

function Card({ card }: { card: PlayerCard }): ReactElement {
  const { locale, dateLocale } = useServices();
  const { desk } = useAdminTexts();
  return (
    <>
      <div className="card facts-card">
        <Facts
          facts={[
            { label: desk.players.lifetime, value: <strong>{formatWager(card.wagered, locale)}</strong> },
            { label: desk.players.entries, value: formatCount(card.entries, locale) },
            { label: desk.players.source, value: card.source },
            { label: desk.players.theirId, value: <span className="selectable">{card.playerId}</span> },
            { label: desk.players.ourId, value: <span className="selectable">{card.id}</span> },
            { label: desk.players.firstSeen, value: formatInstant(card.firstSeenAt, dateLocale) },
            card.isPrivate ? { label: desk.players.private, value: desk.yes } : undefined,
            {
              label: desk.players.linkedTo,
              value:
                card.link === null ? (
                  <span className="soft">{desk.players.notLinked}</span>
                ) : (
                  <Link href={`/admin/people/${card.link.userId}`} className="inline-link">
                    {desk.players.person(String(card.link.userId))}
                  </Link>
                ),
            },
          ]}
        />
      </div>
      {card.names.length < 2 ? null : (
        <>
          <Head title={desk.players.names} />
          <div className="card facts-card">
            <ol className="timeline">
              {card.names.map(({ name, seenAt }) => (
                <li key={seenAt} className="timeline__event">
                  <bdi className="timeline__what">{name}</bdi>
                  <span className="timeline__who">
                    <Moment at={seenAt} />
                  </span>
                </li>
              ))}
            </ol>
          </div>
        </>
      )}
    </>
  );
}

function LeftOut({ player }: { player: string }): ReactElement {
  const { desk } = useAdminTexts();
  const exclusions = useDesk("/admin/exclusions", exclusionList);
  return (
    <DeskPanel
      title={desk.sections.exclusions}
      desk={exclusions}
      bones={1}
      empty={{ when: (value) => value.exclusions.every((one) => one.player !== player), text: desk.exclude.notOut }}
    >
      {(value) => (
        <Exclusions
          exclusions={value.exclusions.filter((one) => one.player === player)}
          onChange={exclusions.refresh}
        />
      )}
    </DeskPanel>
  );
}

/** One casino account: who it is, what was corrected by hand, whether it is left out. */
export function PlayerPage({ id }: { id: string }): ReactElement {
  const { desk } = useAdminTexts();
  const card = useDesk(`/admin/players/${encodeURIComponent(id)}`, playerCard);
  const adjustments = useDesk(`/admin/adjustments?player=${encodeURIComponent(id)}`, adjustmentList);
  const maySeeExclusions = useHas("owner", "admin", "moderator");
  const [changes, setChanges] = useState(0);
  const mayChange = useHas("owner", "admin");
  const { loaded } = card;
  const name = loaded.phase === "ready" ? (loaded.value.name ?? loaded.value.playerId) : id;
  return (
    <DeskPage title={<bdi>{name}</bdi>} name={name} up={{ href: "/admin/players", label: desk.sections.players }}>
      <div className="duo">
        <div>
          <DeskPanel title={desk.players.account} desk={card} bones={5}>
            {(value) => <Card card={value} />}
          </DeskPanel>
        </div>
        <div>
          {mayChange ? (
            <PlayerDeeds
              player={id}
              onChange={() => {
                adjustments.refresh();
                setChanges((before) => before + 1);
                card.refresh();
              }}
            />
          ) : null}
          <AdjustmentsPanel title={desk.sections.adjustments} adjustments={adjustments} />
          {maySeeExclusions ? <LeftOut key={changes} player={id} /> : null}
        </div>
      </div>
    </DeskPage>
  );
}
