// The one table of rooms and arrows: what a folder may import of the project beside itself.
const ROOMS = {
  webhooks: ["core", "db", "wire", "messages", "proof"],
  sources: ["core", "wire", "messages", "proof"],
  bot: ["core", "db", "pictures", "wire", "messages", "proof"],
  api: ["core", "db", "pictures", "wire", "messages", "proof"],
  worker: ["core", "db", "sources", "wire", "messages", "proof"],
  core: ["db", "wire", "messages", "proof"],
  db: ["project-root.ts", "wire"],
  miniapp: ["wire", "messages", "proof"],
  sandbox: [],
  cli: [
    "core",
    "db",
    "sandbox",
    "wire",
    "messages",
    "proof",
    "config.ts",
    "explain-fault.ts",
    "log.ts",
    "project-root.ts",
  ],
  wire: [],
  messages: ["wire"],
  proof: [],
  pictures: ["wire", "messages"],
};

/** Folders that wire rooms together and are imported by none. */
const FREE = ["tests", "bench", "scripts"];

module.exports = { ROOMS, FREE };
