import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import type * as z from "zod/mini";
import { linkQueue, linkState, reviewedLink } from "../../../../../wire/links.js";
import { useServices } from "../../../lib/services.js";
import { Actor } from "../parts/actor.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Age } from "../parts/age.js";
import { Chips } from "../parts/chips.js";
import { Deeds, type Deed } from "../parts/deeds.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { Facts } from "../parts/facts.js";
import { Known } from "../parts/known.js";
import { useQueues } from "../parts/queues.js";
import { useDesk } from "../parts/use-desk.js";
import { useViewer } from "../parts/viewer.js";
import { DeskPage } from "../shell/desk-page.js";

type ReviewedLink = z.infer<typeof reviewedLink>;
const VIEWS = ["under_review", "pending", "cooling", "approved", "rejected"] as const;

function useDeeds(link: ReviewedLink, onChange: () => void): Deed[] {
  const { api } = useServices();
  const { desk, staff } = useAdminTexts();
  const { links: words } = staff;
  const decide = async (name: "approve" | "reject", body: unknown): Promise<void> => {
    await api.changeMine({ method: "POST", path: `/admin/links/${link.id}/${name}`, schema: reviewedLink, body });
    onChange();
  };
  return [
    {
      key: "approve",
      label: words.approve,
      look: "fill",
      ask: desk.links.approveAsk(link.user.firstName, link.player.name),
      run: () => decide("approve", {}),
    },
    {
      key: "transfer",
      label: words.transfer,
      ask: words.transferHint,
      run: () => decide("approve", { transfer: true }),
    },
    {
      key: "reject",
      label: words.reject,
      look: "danger",
      asks: [{ name: "reason", label: words.askReject, rows: 2, maxLength: 500 }],
      run: (given) => decide("reject", { reason: given["reason"] }),
    },
  ];
}

function LinkItem({ link, onChange }: { link: ReviewedLink; onChange: () => void }): ReactElement {
  const { desk, staff } = useAdminTexts();
  const { id } = useViewer();
  const deeds = useDeeds(link, onChange);
  const isOwn = link.user.id === id;
  return (
    <li className="item">
      <div className="item__head">
        <div className="item__what">
          <Link href={`/admin/players/${link.player.id}`} className="item__title">
            <bdi>{link.player.name}</bdi>
          </Link>
          <span className="item__sub">
            {link.sourceName} · <Age at={link.createdAt} />
          </span>
        </div>
        <span className={`pill pill--${link.state}`}>{staff.links.state[link.state]}</span>
      </div>
      <Facts
        facts={[
          {
            label: staff.links.person,
            value: (
              <Link href={`/admin/people/${link.user.id}`} className="inline-link">
                <bdi>{link.user.firstName}</bdi>
                {link.user.username === null ? null : <span className="soft"> @{link.user.username}</span>}
              </Link>
            ),
          },
          link.proof === null ? undefined : { label: desk.links.proof, value: desk.links.proofs[link.proof] },
          link.decidedBy === null
            ? undefined
            : { label: desk.links.decidedBy, value: <Actor actor={link.decidedBy} /> },
        ]}
      />
      {link.evidence === null ? null : (
        <blockquote className="quote">
          <p className="quote__label">{staff.links.evidence}</p>
          {link.evidence}
        </blockquote>
      )}
      {link.hasPicture ? <p className="item__words">{desk.links.pictureInBot}</p> : null}
      {link.reason === null ? null : <p className="item__words">{link.reason}</p>}
      {typeof link.proofDetail === "object" && link.proofDetail !== null ? (
        <details className="item__more">
          <summary>{desk.links.detail}</summary>
          <Known value={link.proofDetail} />
        </details>
      ) : null}
      {link.state !== "under_review" ? null : isOwn ? (
        <p className="warning">{staff.links.ownLink}</p>
      ) : (
        <Deeds deeds={deeds} label={link.player.name} />
      )}
    </li>
  );
}

/** Requests to link a casino account, with their evidence, to decide on. */
export function LinksPage(): ReactElement {
  const { desk, staff } = useAdminTexts();
  const [view, setView] = useState<(typeof VIEWS)[number]>("under_review");
  const links = useDesk(`/admin/links?limit=100&state=${linkState.parse(view)}`, linkQueue);
  const queues = useQueues();
  return (
    <DeskPage title={desk.sections.links} lead={staff.links.text}>
      <Chips
        label={desk.views}
        chosen={view}
        onChoose={setView}
        chips={VIEWS.map((key) => ({ key, label: desk.links.view[key] }))}
      />
      <DeskPanel
        isQuiet
        title={desk.links.view[view]}
        desk={links}
        empty={{
          when: (value) => value.links.length === 0,
          text: view === "under_review" ? staff.links.none : desk.links.none,
          icon: "link",
        }}
      >
        {(value) => (
          <ul className="card items">
            {value.links.map((link) => (
              <LinkItem
                key={link.id}
                link={link}
                onChange={() => {
                  links.refresh();
                  queues.refresh();
                }}
              />
            ))}
          </ul>
        )}
      </DeskPanel>
    </DeskPage>
  );
}
