import { z } from "zod";
import { ConflictError, UnavailableError } from "../../core/errors.js";
import { createPolledSource } from "../../core/sources/change-polled-source.js";
import { POLLED_FAULTS, isPolledFault } from "../../sandbox/casino/polled/faults.js";
import { optionalText, UsageError, type CommandInput, type CommandResult } from "../command.js";

const SLUG = "polled-demo";
const control = z.object({ on: z.array(z.string()), asked: z.number() });

/**
 * The polled casino of the running sandbox: makes its source on the first call, and switches faults while it is asked.
 * @throws UsageError when the fault is unknown, UnavailableError when no sandbox runs
 */
export async function simulatePolled({ config, context, options, signal }: CommandInput): Promise<CommandResult> {
  const base = `http://127.0.0.1:${config.sandboxPort}/casino`;
  const fault = optionalText(options, "fault");
  if (fault !== undefined && !isPolledFault(fault)) {
    const known = Object.entries(POLLED_FAULTS).map(([name, what]) => `  ${name.padEnd(18)}${what}`);
    throw new UsageError(`--fault must be one of\n${known.join("\n")}`);
  }
  const orders = [
    ...(options["well"] === true ? [{ do: "clear" }] : []),
    ...(fault === undefined ? [] : [{ do: "switch", fault, on: true }]),
  ];
  let answer = await ask(`${base}/control`, undefined, signal);
  for (const order of orders) answer = await ask(`${base}/control`, order, signal);
  const isNew = await makeSource(context, base);
  const what = answer.on.length === 0 ? "well" : answer.on.join(", ");
  return {
    json: { source: SLUG, on: answer.on, asked: answer.asked, created: isNew },
    text: `${isNew ? `The source ${SLUG} is asked from now on. ` : ""}The casino is ${what}; it was asked ${answer.asked} times.`,
  };
}

async function ask(url: string, order: object | undefined, signal: AbortSignal): Promise<z.output<typeof control>> {
  try {
    const sent = order === undefined ? {} : { method: "POST", body: JSON.stringify(order) };
    const response = await fetch(url, { ...sent, signal });
    return control.parse(await response.json());
  } catch (error) {
    throw new UnavailableError("No sandbox runs here: start it with `npm start`.", { cause: error });
  }
}

/** @returns whether it is new */
async function makeSource(context: CommandInput["context"], baseUrl: string): Promise<boolean> {
  const source = {
    slug: SLUG,
    name: "Polled demo",
    adapter: "goated" as const,
    baseUrl,
    account: "DEMO",
    intervalSeconds: 60,
  };
  try {
    await createPolledSource(context, source, { actor: "cli" });
    return true;
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
}
