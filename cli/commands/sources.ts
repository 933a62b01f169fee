import { createSource, sourceModes, type SourceMode } from "../../core/sources/create-source.js";
import { rotateSecret } from "../../core/sources/rotate-secret.js";
import { optionalText, UsageError, type Command } from "../command.js";

function modeOf(text: string): SourceMode {
  const mode = sourceModes.find((known) => known === text);
  if (mode === undefined) throw new UsageError(`--mode must be one of ${sourceModes.join(", ")}`);
  return mode;
}

export const createSourceCommand: Command = {
  words: ["sources", "create"],
  arguments: ["SLUG"],
  options: { name: { type: "string" }, mode: { type: "string" } },
  summary: "Registers a casino (mode events or totals) and shows its signing secret this once.",
  async run({ config, context, options, positionals: [slug = ""] }) {
    const mode = modeOf(optionalText(options, "mode") ?? "events");
    const name = optionalText(options, "name") ?? slug;
    const { secret } = await createSource(context, { slug, name, mode }, { actor: "cli" });
    const address = `${config.webhookPublicUrl}/hooks/v1/${slug}`;
    return {
      json: { slug, secret },
      text: `Source ${slug} posts to\n\n  ${address}\n\nsigned with this secret, shown only now:\n\n  ${secret}`,
    };
  },
};

export const rotateSourceCommand: Command = {
  words: ["sources", "rotate"],
  arguments: ["SLUG"],
  options: {},
  summary: "Makes a new signing secret; the old one is accepted for another day.",
  async run({ context, positionals: [slug = ""] }) {
    const { secret, previousExpiresAt } = await rotateSecret(context, slug, {}, { actor: "cli" });
    const until = previousExpiresAt.toISOString();
    return {
      json: { slug, secret, previousExpiresAt: until },
      text: `The new secret, shown only now:\n\n  ${secret}\n\nThe old one is accepted until ${until}.`,
    };
  },
};
