import type { CSSProperties, ReactElement } from "react";
import type { Verification } from "../../../../proof/verify-result.js";
import { Icon } from "../../components/icons.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";

const STEP_MS = 90;

/** Each check in plain words, with what the verifier found: what failed first, the rest in the order it was made. */
export function ChecksList({ checks }: Pick<Verification, "checks">): ReactElement {
  const { verify } = usePageTexts();
  const sorted = [...checks].sort((left, right) => Number(left.isGood) - Number(right.isGood));
  return (
    <ol className="card checks">
      {sorted.map(({ name, isGood, detail }, at) => {
        const style: CSSProperties = { animationDelay: `${at * STEP_MS}ms` };
        return (
          <li key={name} className={`check ${isGood ? "check--good" : "check--bad"}`} style={style}>
            <span className="check__mark">
              <Icon name={isGood ? "check" : "cross"} />
            </span>
            <div className="check__words">
              <h3 className="check__title">{isGood ? verify.checks[name].title : verify.checks[name].fault}</h3>
              <p className="check__explains">{verify.checks[name].explains}</p>
              <p className="check__detail" lang="en" dir="ltr">
                {detail}
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
