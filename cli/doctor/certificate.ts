import { type Certificate, certificateProblem } from "../../core/health/read-certificate.js";
import { bad, good, spell, type Finding } from "./finding.js";

/** What a certificate means for the next two weeks. */
export function judgeCertificate(check: string, certificate: Certificate | undefined, now: Date): Finding {
  if (certificate === undefined) {
    return bad(check, "nothing answers in TLS there", "check DNS, firewall and the proxy (docs/deployment-proxy.md)");
  }
  const { validTo, refusal } = certificate;
  const secondsLeft = (validTo.getTime() - now.getTime()) / 1_000;
  if (refusal !== null) {
    return bad(
      check,
      `the certificate is refused: ${refusal}`,
      "install one for this very name, with its whole chain (fullchain.pem)",
    );
  }
  if (certificateProblem(certificate, now) !== null) {
    return bad(
      check,
      `the certificate ends in ${spell(secondsLeft)}`,
      "renew it now, and see why it was not renewed by itself",
    );
  }
  return good(check, `the certificate is good for ${spell(secondsLeft)}`);
}
