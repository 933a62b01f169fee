const TOKEN = /\d{3,20}:[A-Za-z0-9_-]{20,80}/g;

/**
 * Takes bot tokens out of a text. They hide in the URL inside network errors and in anything that prints a grammY
 * context.
 */
export function scrubToken(text: string): string {
  return text.replaceAll(TOKEN, "<bot token>");
}
