import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { pureSdk } from "./build/pure-sdk.js";

/** Where `npm start` listens by default (contract.md 2); the dev server forwards data requests there. */
const API_ORIGIN = "http://127.0.0.1:3000";

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

export default defineConfig({
  root: here("."),
  // Client routes such as /races/x load the same page, so assets need absolute addresses.
  base: "/",
  plugins: [react(), pureSdk()],
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
      output: {
        codeSplitting: {
          // Libraries change seldom: people who come back after a deploy fetch only our own part again. What only a
          // lazy page needs (lists over 100 rows) stays with that page.
          groups: [{ name: "vendor", test: /node_modules\/(?!@tanstack\/)/ }],
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
});
