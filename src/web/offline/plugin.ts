import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/**
 * Adds `service-worker.js` with the names of all files of the build, so that the room opens without a network once it was
 * opened with one. What it may keep of the record is decided in `service-worker.js` itself.
 */
export function offlinePages(): Plugin {
  return {
    name: "truce:offline",
    apply: "build",
    generateBundle(_, bundle) {
      const files = Object.keys(bundle).filter((name) => !name.endsWith(".map"));
      const always = ["icon.svg", "manifest.webmanifest", "first-look.js"];
      const version = createHash("sha256").update(files.toSorted().join("\n")).digest("hex").slice(0, 12);
      const source = readFileSync(join(import.meta.dirname, "service-worker.js"), "utf8")
        .replace('"__VERSION__"', JSON.stringify(version))
        .replace('"__FILES__"', JSON.stringify([...files.filter((name) => name !== "index.html"), ...always]));
      this.emitFile({ type: "asset", fileName: "service-worker.js", source });
    },
  };
}
