import type { ReactElement } from "react";
import { Link, useLocation } from "wouter";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { DeskIcon } from "../parts/desk-icons.js";
import { useQueues } from "../parts/queues.js";
import { useViewer } from "../parts/viewer.js";
import { mayOpen, sectionAt, SECTIONS, type AdminSection } from "../sections.js";

function Entry({ section, isHere }: { section: AdminSection; isHere: boolean }): ReactElement {
  const { host } = useServices();
  const { desk } = useAdminTexts();
  const { loaded } = useQueues();
  const waiting = section.waiting === undefined || loaded.phase !== "ready" ? 0 : loaded.value[section.waiting];
  return (
    <li>
      <Link
        href={section.path}
        className={`menu__entry ${isHere ? "menu__entry--here" : ""}`}
        aria-current={isHere ? "page" : undefined}
        onClick={() => host?.haptic("select")}
      >
        <DeskIcon name={section.icon} className="menu__icon" />
        <span className="menu__name">{desk.sections[section.name]}</span>
        {waiting === 0 ? null : (
          <span className="menu__count">
            {waiting}
            <span className="hidden"> {desk.waiting}</span>
          </span>
        )}
        <DeskIcon name="chevron" className="menu__chevron" />
      </Link>
    </li>
  );
}

/** All sections the viewer may open: beside the page on a wide window, below the overview on a phone. */
export function Menu({ withOverview }: { withOverview: boolean }): ReactElement {
  const { desk } = useAdminTexts();
  const { roles } = useViewer();
  const [path] = useLocation();
  const here = sectionAt(path);
  return (
    <nav className="menu" aria-label={desk.title}>
      {SECTIONS.map(({ name, sections }) => {
        const open = sections.filter(
          (section) => mayOpen(section, roles) && (withOverview || section.name !== "overview"),
        );
        if (open.length === 0) return null;
        return (
          <div key={name} className="menu__group">
            <h2 className="menu__title">{desk.groups[name]}</h2>
            <ul className="card menu__list">
              {open.map((section) => (
                <Entry key={section.name} section={section} isHere={section === here} />
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}
