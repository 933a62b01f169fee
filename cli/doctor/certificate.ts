import { connect } from "node:tls";
import { bad, good, spell, type Finding } from "./finding.js";

/** Let's Encrypt renews 30 days before the end; what is left with 14 has failed to renew. */
const LEAST_DAYS = 14;
const DAY_SECONDS = 86_400;

export interface Certificate {
  validTo: Date;
  /** Why a browser would refuse it; null when it would not. */
  refusal: string | null;
}

/** Shakes hands and reads the certificate, whatever is wrong with it. @returns `undefined` when there is no TLS to talk to */
export function readCertificate(url: URL, timeoutMs: number): Promise<Certificate | undefined> {
  return new Promise((resolve) => {
    const socket = connect({
      host: url.hostname,
      port: Number(url.port || 443),
      ...(/^[\d.]+$|:/.test(url.hostname) ? {} : { servername: url.hostname }),
      // The handshake is only looked at; nothing is sent over it.
      rejectUnauthorized: false,
      timeout: timeoutMs,
    });
    const end = (certificate?: Certificate): void => {
      socket.destroy();
      resolve(certificate);
    };
    socket.once("secureConnect", () => {
      const { authorizationError } = socket;
      end({
        validTo: new Date(socket.getPeerCertificate().valid_to),
        refusal: socket.authorized ? null : String(authorizationError ?? "not trusted"),
      });
    });
    socket.once("timeout", () => end());
    socket.once("error", () => end());
  });
}

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
  if (secondsLeft < LEAST_DAYS * DAY_SECONDS) {
    return bad(
      check,
      `the certificate ends in ${spell(secondsLeft)}`,
      "renew it now, and see why it was not renewed by itself",
    );
  }
  return good(check, `the certificate is good for ${spell(secondsLeft)}`);
}
