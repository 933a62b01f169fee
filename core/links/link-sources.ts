import type { CoreContext } from "../context.js";

/** Casinos at which people may link an account, by name. */
export async function listLinkSources({ pool }: Pick<CoreContext, "pool">): Promise<{ slug: string; name: string }[]> {
  const { rows } = await pool.query<{ slug: string; name: string }>(
    "select slug, name from sources where removed_at is null order by name, slug",
  );
  return rows;
}
