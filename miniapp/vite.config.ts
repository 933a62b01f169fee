import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** Where `npm start` listens by default (contract.md 2); the dev server forwards data requests there. */
const API_ORIGIN = "http://127.0.0.1:3000";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  // Client routes such as /races/x load the same page, so assets need absolute addresses.
  base: "/",
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL("../dist/miniapp", import.meta.url)),
    emptyOutDir: true,
    target: ["chrome94", "firefox93", "safari15.4"],
    // The polyfill is for browsers older than the target.
    modulePreload: { polyfill: false },
    // The CSP allows no data: scripts or styles; small pictures are inline SVG in the components.
    assetsInlineLimit: 0,
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
