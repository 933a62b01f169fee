/**
 * The address to load. `@telegram-apps/bridge` 2.11 reads query and hash as one list and refuses a parameter that
 * stands in both (`tgWebAppStartParam` of a direct link): the app would believe to be outside of Telegram. Telegram
 * itself gives each once, so what the query has is taken out of the hash.
 */
export function frameUrl(launchUrl: string): string {
  const url = new URL(launchUrl);
  const hash = url.hash
    .slice(1)
    .split("&")
    .filter((pair) => !url.searchParams.has(decodeURIComponent(pair.split("=")[0] ?? "")));
  url.hash = hash.join("&");
  return url.href;
}
