import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The sandbox serves the built page itself; the dev server hands the control API on to a running one. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/",
  plugins: [react()],
  build: { outDir: fileURLToPath(new URL("../../dist/sandbox-ui", import.meta.url)), emptyOutDir: true },
  server: { proxy: { "/sandbox": "http://127.0.0.1:3002" } },
});
