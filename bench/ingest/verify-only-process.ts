import express from "express";
import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import { tellMemory } from "./tell-memory.js";

/**
 * The controls: what a team writes first. They verify the signature and parse the body, keep nothing, and answer 204.
 * Arguments: `bare` or `express`, and the key (base64). `leaking` is `bare` with a mistake: it remembers every body.
 */
const [kind = "bare", keyText = ""] = process.argv.slice(2);
const key = createSecretKey(Buffer.from(keyText, "base64"));

function isSigned(headers: IncomingHttpHeaders, body: Buffer): boolean {
  const id = String(headers["webhook-id"]);
  const timestamp = String(headers["webhook-timestamp"]);
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
  const given = Buffer.from(String(headers["webhook-signature"]).slice(3), "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const remembered: unknown[] = [];

const bare: RequestListener = (req, res) => {
  const chunks: Buffer[] = [];
  req.on("data", (chunk: Buffer) => chunks.push(chunk));
  req.on("end", () => {
    const body = Buffer.concat(chunks);
    const isGood = isSigned(req.headers, body);
    const content: unknown = isGood ? JSON.parse(body.toString("utf8")) : undefined;
    if (kind === "leaking") remembered.push(content);
    res.writeHead(isGood ? 204 : 401).end();
  });
};

function expressApp(): RequestListener {
  const app = express();
  app.disable("x-powered-by");
  app.post("/hooks/v1/:source{/:kind}", express.raw({ type: () => true, limit: "1mb" }), (req, res) => {
    const body: unknown = req.body;
    const isGood = Buffer.isBuffer(body) && isSigned(req.headers, body);
    if (isGood) JSON.parse(body.toString("utf8"));
    res.status(isGood ? 204 : 401).end();
  });
  return app;
}

const server = createServer(kind === "express" ? expressApp() : bare);
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address !== "string") process.send?.({ port: address.port });
});
tellMemory();
process.on("disconnect", () => process.exit(0));
