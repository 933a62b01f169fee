import type { ReactElement } from "react";
import { formatCount, formatWager } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { ChecksList } from "./checks-list.js";
import { markDifference, type Difference } from "./find-difference.js";
import type { Comparison, Inspection } from "./inspect-file.js";
import { Verdict } from "./verdict.js";
import { VerificationView } from "./verification-view.js";

/** Longer values are cut around the place where they part. */
const AROUND = 60;

function DifferenceView({ difference }: { difference: Difference }): ReactElement {
  const { verify } = usePageTexts();
  const { start, left, right, end } = markDifference(difference.published, difference.given);
  const sides: [label: string, part: string, look: string][] = [
    [verify.published, left, "ins"],
    [verify.given, right, "del"],
  ];
  return (
    <section className="card difference" role="alert">
      <h2 className="difference__title">{verify.differsTitle}</h2>
      <p className="difference__path">{verify.differsAt(difference.path)}</p>
      <dl className="difference__sides">
        {sides.map(([label, part, look]) => (
          <div key={look}>
            <dt>{label}</dt>
            <dd dir="ltr">
              {start.slice(-AROUND)}
              <mark className={`difference__mark difference__mark--${look}`}>{part.slice(0, AROUND)}</mark>
              {end.slice(0, AROUND)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function ComparisonView({ comparison }: { comparison: Comparison }): ReactElement {
  const { verify } = usePageTexts();
  if (typeof comparison === "object") return <DifferenceView difference={comparison} />;
  const words = { same: verify.sameAsPublished, reformatted: verify.reformatted, other: verify.otherRace };
  return <p className="verify__note">{words[comparison]}</p>;
}

function ReceiptView({ receipt, row, entries }: Extract<Inspection, { kind: "receipt" }>): ReactElement {
  const { verify } = usePageTexts();
  const { locale } = useServices();
  const place = row !== undefined && "rank" in row ? verify.receiptRank(formatCount(row.rank, locale)) : undefined;
  if (receipt.isGood && row !== undefined) {
    return (
      <Verdict isGood title={verify.receiptGoodTitle}>
        <p>{verify.receiptGood(entries, formatWager(row.score, locale))}</p>
        <p>{place ?? verify.receiptExcluded}</p>
      </Verdict>
    );
  }
  return (
    <Verdict isGood={false} title={verify.receiptBadTitle}>
      <ul className="verdict__faults" lang="en" dir="ltr">
        {receipt.faults.map((fault) => (
          <li key={fault}>{fault}</li>
        ))}
      </ul>
    </Verdict>
  );
}

/** What was found out about a file of the person's own. */
export function InspectionView({ inspection }: { inspection: Inspection }): ReactElement {
  const { verify } = usePageTexts();
  if (inspection.kind === "unreadable") {
    return (
      <p className="verify__note verify__note--bad" role="alert">
        {verify.unreadable}
      </p>
    );
  }
  if (inspection.kind === "receipt") return <ReceiptView {...inspection} />;
  const { verification, comparison } = inspection;
  return (
    <>
      <VerificationView verification={verification} />
      {comparison === undefined ? null : <ComparisonView comparison={comparison} />}
      <ChecksList checks={verification.checks} />
    </>
  );
}
