import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { offlinePages } from "./offline/plugin.ts";

const here = import.meta.dirname;

/** The web application as files that `truce serve` hands out: `dist/web` at the root of the project. */
export default defineConfig({
  root: here,
  // The same from any address: behind a proxy, or on a telephone in the same network.
  base: "/",
  plugins: [react(), offlinePages()],
  build: {
    outDir: join(here, "../../dist/web"),
    emptyOutDir: true,
    target: "es2023",
    // Strings of data in scripts would need another rule of what may be loaded.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
  // MapLibre and the compiler of agreements work in workers, which are modules.
  worker: { format: "es" },
  clearScreen: false,
});
