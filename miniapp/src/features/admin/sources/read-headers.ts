/** Headers as documentation and logs show them, one a line: `X-Signature: abc`. Other lines are left out. */
export function readHeaders(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const [, name, value] = /^\s*([\w-]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) found[name.toLowerCase()] = value;
  }
  return found;
}
