import { connect } from "node:tls";

/** Let's Encrypt renews 30 days before the end; what is left with 14 has failed to renew. */
const LEAST_DAYS = 14;
const DAY_MS = 86_400_000;

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

/** Why a certificate fails, or soon will; null when it is good for the next two weeks. */
export function certificateProblem({ validTo, refusal }: Certificate, now: Date): string | null {
  if (refusal !== null) return refusal;
  const days = (validTo.getTime() - now.getTime()) / DAY_MS;
  return days < LEAST_DAYS ? `it ends in ${Math.max(0, Math.floor(days))} days` : null;
}
