import { readCertificate } from "../../core/health/read-certificate.js";
import type { CommandInput } from "../command.js";
import { judgeCertificate } from "./certificate.js";
import { bad, good, type Finding } from "./finding.js";

const TIMEOUT_MS = 5_000;

interface Address {
  check: string;
  variable: "PUBLIC_URL" | "WEBHOOK_PUBLIC_URL";
  url: string;
  part: "api" | "webhooks";
  /** Answered by that part and by no other, with this status: the two often share one name behind a proxy. */
  probe: { method: "GET" | "PUT"; path: string; status: number };
  why: string;
}

/** Whether people, casinos and Telegram get through to us, and for how long the certificates last. */
export async function checkAddresses({ config, context }: CommandInput): Promise<Finding[]> {
  const addresses: Address[] = [
    {
      check: "Mini App address",
      variable: "PUBLIC_URL",
      url: config.publicUrl,
      part: "api",
      probe: { method: "GET", path: "/livez", status: 200 },
      why: "Telegram opens https only",
    },
    {
      check: "receiver address",
      variable: "WEBHOOK_PUBLIC_URL",
      url: config.webhookPublicUrl,
      part: "webhooks",
      // A method that the receiver refuses in its own way.
      probe: { method: "PUT", path: "/hooks/v1/doctor", status: 405 },
      why: "casinos and Telegram post over https only",
    },
  ];
  if (config.sandbox) return addresses.map(({ check, url }) => good(check, `${url} (on this machine only)`));
  const now = context.clock.now();
  return (await Promise.all(addresses.map((address) => checkAddress(address, now)))).flat();
}

async function checkAddress(address: Address, now: Date): Promise<Finding[]> {
  const { check, url, variable, part, probe, why } = address;
  const isHttps = url.startsWith("https:");
  const scheme = isHttps
    ? judgeCertificate(`${check}, TLS`, await readCertificate(new URL(url), TIMEOUT_MS), now)
    : bad(
        `${check}, TLS`,
        `${url} is not https`,
        `${why}: put a proxy with a certificate in front (docs/deployment-proxy.md) and set ${variable}`,
      );
  // One cause, one line: through a bad certificate nothing is reached either.
  if (isHttps && !scheme.ok) return [scheme];
  const reach = (await isReached(address))
    ? good(check, `${url} answers`)
    : bad(
        check,
        `${url}${probe.path} does not answer with ${probe.status} from here`,
        `start a process with the part ${part}, let the proxy pass it on, and check DNS and firewall`,
      );
  return [reach, scheme];
}

async function isReached({ url, probe }: Address): Promise<boolean> {
  try {
    const response = await fetch(url + probe.path, {
      method: probe.method,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response.status === probe.status;
  } catch {
    return false;
  }
}
