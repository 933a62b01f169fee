import { openSecret } from "../../core/sources/secret-text.js";
import type { CommandInput } from "../command.js";
import { bad, good, type Finding } from "./finding.js";

interface SecretRow {
  slug: string;
  source_id: number;
  nonce: Buffer;
  ciphertext: Buffer;
}

/** Whether SECRETS_KEY is a chosen one, and the very key under which the sources' secrets were stored. */
export async function checkSecrets(input: CommandInput): Promise<Finding[]> {
  return [checkOrigin(input), await checkOpens(input)];
}

function checkOrigin({ config }: CommandInput): Finding {
  if (config.secretsKey !== null) return good("secrets key", "from the environment");
  const detail = "made by itself in the data folder";
  if (!config.isProduction) return good("secrets key", `${detail}: fine for development`);
  return bad(
    "secrets key",
    detail,
    "set SECRETS_KEY to the output of `openssl rand -base64 32` and keep a copy off the machine",
  );
}

async function checkOpens({ context }: CommandInput): Promise<Finding> {
  const { rows } = await context.pool.query<SecretRow>(`
    select s.slug, k.source_id, k.nonce, k.ciphertext from source_secrets k join sources s on s.id = k.source_id
    where k.state in ('current', 'previous') and s.removed_at is null order by s.slug`);
  const closed = rows.filter((row) => !opens(row, context.secretsKey)).map(({ slug }) => slug);
  if (closed.length === 0) return good("stored secrets", `${rows.length} open with this key`);
  return bad(
    "stored secrets",
    `those of ${[...new Set(closed)].join(", ")} do not open: every post of theirs is refused with 401`,
    "set the SECRETS_KEY that was in use when they were made; if it is lost, `sources rotate` each and tell the casino",
  );
}

function opens(row: SecretRow, key: Buffer): boolean {
  try {
    openSecret(row, key, row.source_id);
    return true;
  } catch {
    // AES-GCM says no more than "no".
    return false;
  }
}
