import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig, type UserConfig } from "vite";
import { isFirst, isLibrary } from "./build/first-load.js";
import { plainSchemas } from "./build/plain-schemas.js";
import { pureSdk } from "./build/pure-sdk.js";

/** Where `npm start` listens by default; the dev server forwards data requests there. */
const API_ORIGIN = "http://127.0.0.1:3000";

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

const config: UserConfig = {
  root: here("."),
  // Client routes such as /races/x load the same page, so assets need absolute addresses.
  base: "/",
  plugins: [react(), plainSchemas(), pureSdk()],
  resolve: {
    alias: { "use-sync-external-store/shim/index.js": here("src/lib/sync-external-store.ts") },
  },
  build: {
    outDir: here("../dist/miniapp"),
    emptyOutDir: true,
    target: ["chrome94", "firefox93", "safari15.4"],
    // The polyfill is for browsers older than the target.
    modulePreload: { polyfill: false },
    // The CSP allows no data: scripts or styles; small pictures are inline SVG in the components.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Schemas that no page reads are left out, with the parts of zod that only they need: making one has no effect
      // (see plain-schemas.ts). What does have one is imported by its own name (main.tsx).
      treeshake: { manualPureFunctions: ["z"] },
      output: {
        // Two files for the first page: libraries, which people who come back after a deploy still have, and our own
        // code. Left to itself the bundler makes chunks of 0.5 KB of whatever lazy pages share with the first, which
        // costs 2 KB in compression alone.
        codeSplitting: {
          groups: [
            {
              name: (id, graph) => (isLibrary(id) && isFirst(id, graph) ? "vendor" : null),
              debugName: "vendor",
              priority: 2,
            },
            { name: (id, graph) => (isFirst(id, graph) ? "app" : null), debugName: "app", priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: {
      "/api": API_ORIGIN,
      "/live": { target: API_ORIGIN, ws: true },
    },
  },
};

export default defineConfig(({ command }) => {
  // A build started by a test inherits NODE_ENV=test, and React's development build would get into it: 171 KB instead of
  // 108, under the same stamp as the real one. Vite's own way out is to set the variable here.
  if (command === "build") process.env["NODE_ENV"] = "production";
  return config;
});
