import { useCallback, type ReactElement } from "react";
import { Link } from "wouter";
import { disputeList, type Dispute } from "../../../../wire/disputes.js";
import { LoadedPanel } from "../../components/loaded-panel.js";
import { formatInstant } from "../../lib/duration.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { useLoaded } from "../../lib/use-loaded.js";

function CaseItem({ dispute }: { dispute: Dispute }): ReactElement {
  const { dateLocale } = useServices();
  const { cases } = usePageTexts();
  return (
    <li className="case">
      <div className="case__head">
        <Link href={`/races/${dispute.race}`} className="case__when">
          {formatInstant(dispute.openedAt, dateLocale)}
        </Link>
        <span className={`pill pill--${dispute.state}`}>{cases.state[dispute.state]}</span>
      </div>
      <p className="case__text">{dispute.text}</p>
      {dispute.answer === null ? null : (
        <blockquote className="case__answer">
          <span className="hidden">{cases.answer}: </span>
          {dispute.answer}
        </blockquote>
      )}
    </li>
  );
}

/** Questions the person has raised about results, with their answers. */
export function CasesPanel(): ReactElement {
  const { api } = useServices();
  const { cases } = usePageTexts();
  const [loaded, { reload }] = useLoaded(useCallback(() => api.readMine("/me/disputes", disputeList), [api]));
  return (
    <LoadedPanel title={cases.title} loaded={loaded} onRetry={reload}>
      {({ disputes }) => (
        <div className="card">
          {disputes.length === 0 ? <p className="panel-note">{cases.empty}</p> : null}
          <ul>
            {disputes.map((dispute) => (
              <CaseItem key={dispute.id} dispute={dispute} />
            ))}
          </ul>
        </div>
      )}
    </LoadedPanel>
  );
}
