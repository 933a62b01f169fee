import { setTimeout as delay } from "node:timers/promises";

/** Values of one scrape by `name` or `name{label="value"}`, as they are printed. */
export async function scrape(port: number | null): Promise<Map<string, number>> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  if (!response.ok) throw new Error(`scraping was answered with ${response.status}`);
  const lines = (await response.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]));
}

/** Scrapes until the numbers are as expected. @throws with the numbers of the last scrape */
export async function scrapeUntil(
  port: number | null,
  isExpected: (numbers: Map<string, number>) => boolean,
): Promise<Map<string, number>> {
  const deadline = performance.now() + 15_000;
  for (;;) {
    const numbers = await scrape(port);
    if (isExpected(numbers)) return numbers;
    if (performance.now() > deadline) {
      const own = [...numbers].filter(([name]) => !/^(nodejs|process)_/.test(name));
      throw new Error(`the numbers stayed at ${JSON.stringify(own)}`);
    }
    await delay(20);
  }
}
