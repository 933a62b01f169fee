import { parseArgs } from "node:util";
import type { Benchmark } from "./benchmark.js";
import { boards } from "./boards/boards.js";
import { bot } from "./bot/bot.js";
import { feed } from "./feed/feed.js";
import { ingest } from "./ingest/ingest.js";
import { polls } from "./polls/polls.js";
import { scale } from "./scale/scale.js";
import { describe, writeResults } from "./report.js";

const benchmarks: readonly Benchmark[] = [ingest, boards, feed, bot, polls, scale];

const USAGE = `npm run bench -- [NAME ...] [--full] [--only R1,R2]

${benchmarks.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`).join("\n")}

Without a name all of them run. Every figure is a ratio against a control in the same run; bench/results.json keeps them.
--only measures a part, which takes the place of its earlier figures.`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { full: { type: "boolean" }, only: { type: "string" }, help: { type: "boolean" } },
  });
  const unknown = positionals.find((name) => benchmarks.every((one) => one.name !== name));
  if (values.help === true || unknown !== undefined) {
    process.stderr.write(`${unknown === undefined ? "" : `There is no benchmark ${unknown}.\n\n`}${USAGE}\n`);
    return unknown === undefined ? 0 : 2;
  }
  const isFull = values.full ?? false;
  const only = new Set(values.only?.split(","));
  let isReached = true;
  for (const benchmark of benchmarks) {
    if (positionals.length > 0 && !positionals.includes(benchmark.name)) continue;
    console.log(`${benchmark.name}: ${benchmark.summary}`);
    const results = await benchmark.run({ isFull, only, tell: (line) => console.log(`  ${line}`) });
    writeResults(benchmark.name, { mode: isFull ? "full" : "quick", isPart: only.size > 0 }, results);
    for (const result of results) console.log(describe(result));
    isReached &&= results.every((result) => result.isReached);
  }
  return isReached ? 0 : 1;
}

process.exitCode = await main();
