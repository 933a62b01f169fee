import type { ReactElement } from "react";
import type { Verification } from "../../../../proof/verify-result.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { Verdict } from "./verdict.js";

/** The verdict on a result file. */
export function VerificationView({ verification }: { verification: Verification }): ReactElement {
  const { verify } = usePageTexts();
  const { isGood, checks } = verification;
  const failed = checks.filter((check) => !check.isGood).length;
  return (
    <Verdict isGood={isGood} title={isGood ? verify.goodTitle : verify.badTitle}>
      <p>{isGood ? verify.good(checks.length) : verify.bad(failed, checks.length)}</p>
    </Verdict>
  );
}
