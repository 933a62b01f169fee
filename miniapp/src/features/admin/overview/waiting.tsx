import type { ReactElement } from "react";
import { Link } from "wouter";
import { sourceOverviews } from "../../../../../wire/admin-sources.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { DeskIcon, type DeskIconName } from "../parts/desk-icons.js";
import { Bones, DeskPanel } from "../parts/desk-panel.js";
import { useQueues } from "../parts/queues.js";
import { useDesk } from "../parts/use-desk.js";
import { useViewer } from "../parts/viewer.js";
import { mayOpen, SECTIONS } from "../sections.js";

interface TileProps {
  href: string;
  icon: DeskIconName;
  count: number;
  label: string;
  /** Something is wrong, as against something waiting. */
  isBad?: boolean;
}

function Tile({ href, icon, count, label, isBad = false }: TileProps): ReactElement {
  const { host } = useServices();
  const tone = count === 0 ? "tile--calm" : isBad ? "tile--bad" : "tile--due";
  return (
    <li>
      <Link href={href} className={`card tile ${tone}`} onClick={() => host?.haptic("tap")}>
        <span className="tile__icon">
          <DeskIcon name={count === 0 ? "check" : icon} />
        </span>
        <span className="tile__count">{count}</span>
        <span className="tile__label">{label}</span>
      </Link>
    </li>
  );
}

function StaleTile(): ReactElement | null {
  const { desk } = useAdminTexts();
  const { loaded } = useDesk("/admin/sources", sourceOverviews);
  // When it cannot be read the tile is left out: "0" would claim that all is well.
  if (loaded.phase !== "ready") return null;
  const stale = loaded.value.sources.filter((source) => source.stale).length;
  return <Tile isBad href="/admin/sources" icon="plug" count={stale} label={desk.overview.stale(stale)} />;
}

/** Everything that waits for a decision, as tiles that lead there. */
export function Waiting(): ReactElement {
  const { desk } = useAdminTexts();
  const { roles } = useViewer();
  const queues = useQueues();
  const open = SECTIONS.flatMap(({ sections }) => sections).filter((section) => mayOpen(section, roles));
  const maySeeSources = open.some(({ name }) => name === "sources");
  if (queues.loaded.phase === "loading") return <Bones count={2} />;
  return (
    <DeskPanel title={desk.overview.waiting} desk={queues}>
      {(counts) => (
        <ul className="tiles">
          {open.map(({ waiting, path, icon }) =>
            waiting === undefined ? null : (
              <Tile
                key={waiting}
                href={waiting === "settlements" ? "/admin/races?show=waiting" : path}
                icon={icon}
                count={counts[waiting]}
                label={desk.overview.queue[waiting](counts[waiting])}
                isBad={waiting === "deadLetters"}
              />
            ),
          )}
          {maySeeSources ? <StaleTile /> : null}
        </ul>
      )}
    </DeskPanel>
  );
}
