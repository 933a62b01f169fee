import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestReceiver, type ReceiverUnderTest } from "../receiver/_receiver.js";
import { blocksOf, readPages } from "./_pages.js";

const guide = readPages().find(({ path }) => path === "docs/webhooks.md")!;
const SENDERS = [
  { language: "js", program: "node", file: "send-wager.mjs" },
  { language: "python", program: "python3", file: "send_wager.py" },
  { language: "php", program: "php", file: "send-wager.php" },
  { language: "bash", program: "bash", file: "send-wager.sh" },
];
const isHere = (program: string): boolean => spawnSync(program, ["--version"]).status === 0;

let receiver: ReceiverUnderTest;
let folder: string;
beforeAll(async () => {
  receiver = await startTestReceiver();
  folder = await mkdtemp(join(tmpdir(), "goatedvips-senders-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await receiver[Symbol.asyncDispose]();
});

/** The receiver runs in this process, so it must go on turning while the sender waits for it. */
function run(program: string, args: string[], env: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env } });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", reject);
    child.once("close", () => resolve(output));
  });
}

describe("the webhook guide's senders, taken from the page", () => {
  for (const { language, program, file } of SENDERS) {
    const code = blocksOf(guide).find((block) => block.language === language)?.code ?? "";
    it.skipIf(!isHere(program))(`post a wager that is accepted: ${language}`, async () => {
      const path = join(folder, file);
      await writeFile(path, code);
      const env = {
        RECEIVER: `http://127.0.0.1:${receiver.receiver.port}`,
        SOURCE: receiver.slug,
        SECRET: receiver.secret,
      };
      const output = await run(program, [path], env);
      expect(output).toContain('{"status":"accepted"}');
      expect(output).toContain("200");
      // The control: with another secret the same program is refused.
      const refused = await run(program, [path], { ...env, SECRET: "whsec_bm90IHRoZSByaWdodCBzZWNyZXQgYXQgYWxs" });
      expect(refused).toContain("401");
    });

    it(`name the file and sign id, timestamp and body with the decoded key: ${language}`, () => {
      expect(code).toContain(file);
      expect(code.replaceAll(/\s/g, "")).toMatch(/base64/i);
      expect(code).toMatch(/whsec_/);
      expect(code).toMatch(/id\}?\.\$?\{?timestamp\}?\./);
    });
  }

  it("left one wager of each in the ledger", async () => {
    const { rows } = await receiver.database.pool.query<{ wagers: number; micro: string }>(
      "select count(*)::int as wagers, sum(delta)::text as micro from ledger",
    );
    const senders = SENDERS.filter(({ program }) => isHere(program)).length;
    expect(rows).toEqual([{ wagers: senders, micro: String(senders * 12_340_000) }]);
  });
});
