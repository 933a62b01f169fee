import type { ReactElement } from "react";
import { raffle as raffleSchema, raffleList, type Raffle } from "../../../../../wire/raffles.js";
import { formatCount, formatPrize } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Moment } from "../parts/age.js";
import { formatExact } from "../parts/amounts.js";
import { DataTable } from "../parts/data-table.js";
import { Deeds } from "../parts/deeds.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { Facts } from "../parts/facts.js";
import { useDesk } from "../parts/use-desk.js";
import { useHas } from "../parts/viewer.js";
import { ownZone, toInstant, toWallClock } from "../races/form/zone-time.js";
import { Making } from "./making.js";
import { askWhether, readPrizes, worthOf } from "./worth.js";

const WEEK_MS = 7 * 86_400_000;

function MakeRaffle({ onMade }: { onMade: () => void }): ReactElement {
  const { api, clock, locale } = useServices();
  const { raffles: words, inZone } = useAdminTexts().rewards;
  const zone = ownZone();
  const inMs = (ms: number): string => toWallClock(new Date(clock.now() + ms).toISOString(), zone);
  const make = async ({ startsAt = "", endsAt = "", prizes = "", ...given }: Record<string, string>): Promise<void> => {
    const window = { startsAt: toInstant(startsAt, zone), endsAt: toInstant(endsAt, zone) };
    const body = { ...given, ...window, prizes: readPrizes(prizes) };
    await api.changeMine({ method: "POST", path: "/admin/rewards/raffles", schema: raffleSchema, body });
    onMade();
  };
  return (
    <Making
      label={words.new}
      submit={words.make}
      ask={({ prizes = "" }) => askWhether(worthOf(readPrizes(prizes)), words.makeAsk, locale)}
      onSubmit={make}
      fields={[
        { name: "title", label: words.name, maxLength: 100 },
        { name: "ticketPrice", label: words.ticketPrice, kind: "decimal" },
        { name: "prizes", label: words.prizes, hint: words.prizesHint },
        { name: "startsAt", label: words.startsAt, hint: inZone(zone), kind: "datetime-local", initial: inMs(0) },
        { name: "endsAt", label: words.endsAt, hint: inZone(zone), kind: "datetime-local", initial: inMs(WEEK_MS) },
      ]}
    />
  );
}

function Winners({ raffle }: { raffle: Raffle }): ReactElement | null {
  const { locale } = useServices();
  const { raffles: words } = useAdminTexts().rewards;
  if (raffle.winners === null) return null;
  if (raffle.winners.length === 0) return <p className="form__hint">{words.nobody}</p>;
  return (
    <DataTable
      label={words.winners}
      rows={raffle.winners}
      keyOf={({ place }) => String(place)}
      columns={[
        { key: "place", head: words.place, render: ({ place }) => formatCount(place, locale) },
        { key: "name", head: words.pseudonym, render: ({ pseudonym }) => <code>{pseudonym.slice(0, 10)}</code> },
        { key: "prize", head: words.prize, isNumber: true, render: ({ prize }) => formatPrize(prize, locale) },
      ]}
    />
  );
}

function RaffleItem({ raffle, onChange }: { raffle: Raffle; onChange: () => void }): ReactElement {
  const { api, locale } = useServices();
  const { raffles: words } = useAdminTexts().rewards;
  const mayCancel = useHas("owner", "admin") && raffle.state !== "drawn" && raffle.state !== "cancelled";
  const cancel = async (reason: string | undefined): Promise<void> => {
    const path = `/admin/rewards/raffles/${raffle.id}/cancel`;
    await api.changeMine({ method: "POST", path, schema: raffleSchema, body: { reason } });
    onChange();
  };
  return (
    <li className={`item ${raffle.state === "cancelled" ? "item--over" : ""}`}>
      <div className="item__head">
        <div className="item__what">
          <bdi className="item__title">{raffle.title}</bdi>
          <span className="item__sub">{raffle.prizes.map((prize) => formatPrize(prize, locale)).join(", ")}</span>
        </div>
        <span className={`pill ${raffle.state === "open" ? "pill--approved" : ""}`}>{words.states[raffle.state]}</span>
      </div>
      <Facts
        facts={[
          { label: words.startsAt, value: <Moment at={raffle.startsAt} /> },
          { label: words.endsAt, value: <Moment at={raffle.endsAt} /> },
          { label: words.ticket, value: formatExact(raffle.ticketPrice, locale) },
          raffle.participants === null
            ? undefined
            : { label: words.participants, value: formatCount(raffle.participants, locale) },
        ]}
      />
      {raffle.cancelReason === null ? null : <p className="item__words">{raffle.cancelReason}</p>}
      <Winners raffle={raffle} />
      <details className="item__more">
        <summary>{words.commitment}</summary>
        <code className="seed">{raffle.commitment}</code>
      </details>
      {mayCancel ? (
        <Deeds
          label={raffle.title}
          deeds={[
            {
              key: "cancel",
              label: words.cancel,
              look: "danger",
              asks: [{ name: "reason", label: words.askCancel, rows: 2, maxLength: 500 }],
              run: ({ reason }) => cancel(reason),
            },
          ]}
        />
      ) : null}
    </li>
  );
}

/** Raffles with the hash that was public before, and what was drawn. */
export function RafflesDesk(): ReactElement {
  const { raffles: words } = useAdminTexts().rewards;
  const raffles = useDesk("/raffles", raffleList);
  return (
    <>
      <MakeRaffle onMade={raffles.refresh} />
      <DeskPanel
        isQuiet
        title={words.title}
        desk={raffles}
        empty={{ when: (value) => value.raffles.length === 0, text: words.none, icon: "gift" }}
      >
        {(value) => (
          <ul className="card items">
            {value.raffles.map((one) => (
              <RaffleItem key={one.id} raffle={one} onChange={raffles.refresh} />
            ))}
          </ul>
        )}
      </DeskPanel>
    </>
  );
}
