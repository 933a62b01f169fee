import type { ReactElement } from "react";
import { adminDrop, adminDropList, type AdminDrop } from "../../../../../wire/drops.js";
import { formatCount, formatPrize, isZero } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Moment } from "../parts/age.js";
import { Deeds } from "../parts/deeds.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { Facts } from "../parts/facts.js";
import { useDesk } from "../parts/use-desk.js";
import { useHas } from "../parts/viewer.js";
import { ownZone, toInstant, toWallClock } from "../races/form/zone-time.js";
import { Making } from "./making.js";
import { worthOf } from "./worth.js";

const DAY_MS = 86_400_000;

function MakeDrop({ onMade }: { onMade: () => void }): ReactElement {
  const { api, clock, locale } = useServices();
  const { drops: words, inZone } = useAdminTexts().rewards;
  const zone = ownZone();
  const make = async ({ claims, codes, expiresAt = "", ...given }: Record<string, string>): Promise<void> => {
    const body = {
      ...given,
      ...(claims === undefined ? {} : { claims: Number(claims) }),
      ...(codes === undefined ? {} : { codes: codes.split("\n") }),
      expiresAt: toInstant(expiresAt, zone),
    };
    await api.changeMine({ method: "POST", path: "/admin/rewards/drops", schema: adminDrop, body });
    onMade();
  };
  const ask = ({ amount, claims = "1", codes, word }: Record<string, string>): string => {
    const worth = amount === undefined ? undefined : worthOf([amount], claims);
    const cost = worth === undefined ? codes && words.givesCodes : words.worth(formatPrize(worth, locale));
    return [cost, word === undefined ? words.isPosted : words.isSilent].filter(Boolean).join(" ");
  };
  return (
    <Making
      label={words.new}
      submit={words.make}
      ask={ask}
      onSubmit={make}
      fields={[
        { name: "title", label: words.name, maxLength: 100 },
        { name: "amount", label: words.amount, hint: words.amountHint, kind: "decimal", isOptional: true },
        { name: "claims", label: words.claims, kind: "whole", isOptional: true },
        { name: "codes", label: words.codes, hint: words.codesHint, rows: 3, isMono: true, isOptional: true },
        { name: "word", label: words.word, hint: words.wordHint, maxLength: 40, isOptional: true },
        { name: "minWager", label: words.minWager, kind: "decimal", isOptional: true },
        {
          name: "expiresAt",
          label: words.expiresAt,
          hint: inZone(zone),
          kind: "datetime-local",
          initial: toWallClock(new Date(clock.now() + DAY_MS).toISOString(), zone),
        },
      ]}
    />
  );
}

function DropItem({ drop, onChange }: { drop: AdminDrop; onChange: () => void }): ReactElement {
  const { api, locale } = useServices();
  const { drops: words, end } = useAdminTexts().rewards;
  const mayEnd = useHas("owner", "admin");
  const close = async (): Promise<void> => {
    await api.changeMine({ method: "POST", path: `/admin/rewards/drops/${drop.id}/close`, schema: adminDrop });
    onChange();
  };
  const isOver = drop.state === "over" || drop.state === "gone";
  return (
    <li className={`item ${isOver ? "item--over" : ""}`}>
      <div className="item__head">
        <div className="item__what">
          <bdi className="item__title">{drop.title}</bdi>
          <span className="item__sub">
            {drop.amount === null ? words.code : formatPrize(drop.amount, locale)} ·{" "}
            {words.left(formatCount(drop.left, locale), formatCount(drop.total, locale))}
          </span>
        </div>
        <span className={`pill ${drop.state === "open" ? "pill--approved" : ""}`}>{words.states[drop.state]}</span>
      </div>
      <Facts
        facts={[
          { label: words.expiresAt, value: <Moment at={drop.expiresAt} /> },
          drop.word === null
            ? undefined
            : { label: words.word, value: <span className="selectable">{drop.word}</span> },
          isZero(drop.minWager)
            ? undefined
            : { label: words.minWagerIn(drop.minWagerDays), value: words.atLeast(formatPrize(drop.minWager, locale)) },
        ]}
      />
      {mayEnd && !isOver ? (
        <Deeds
          label={drop.title}
          deeds={[{ key: "close", label: end, look: "danger", ask: words.closeAsk, run: close }]}
        />
      ) : null}
    </li>
  );
}

/** Drops with what is left of them. */
export function DropsDesk(): ReactElement {
  const { drops: words } = useAdminTexts().rewards;
  const drops = useDesk("/admin/rewards/drops", adminDropList);
  return (
    <>
      <MakeDrop onMade={drops.refresh} />
      <DeskPanel
        isQuiet
        title={words.title}
        desk={drops}
        empty={{ when: (value) => value.drops.length === 0, text: words.none, icon: "gift" }}
      >
        {(value) => (
          <ul className="card items">
            {value.drops.map((drop) => (
              <DropItem key={drop.id} drop={drop} onChange={drops.refresh} />
            ))}
          </ul>
        )}
      </DeskPanel>
    </>
  );
}
