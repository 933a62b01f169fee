import { startReceiver } from "../../webhooks/start.js";
import { openContext } from "../open-context.js";
import { tellMemory } from "./tell-memory.js";

/** The product's receiver in a process of its own. Arguments: database URL and secrets key (base64). */
const [databaseUrl = "", secretsKey = ""] = process.argv.slice(2);

const context = openContext(databaseUrl, secretsKey);
const receiver = await startReceiver(
  { context, databaseUrl, config: { host: "127.0.0.1", port: 0, trustProxy: 0 } },
  new AbortController().signal,
);
tellMemory();
process.on("disconnect", () => process.exit(0));
process.send?.({ port: receiver.port });
