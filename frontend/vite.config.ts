// Builds the pages' scripts and styles into the Python package, with a manifest that the templates read.
import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";
import { compressedCopies } from "./vite.compressed.ts";

const OUT = "../src/gonghu/interfaces/desk/static/desk";

type Drawing = { body: string };

// One file of symbols with the icons that icons.json names; everything else of the icon set stays out.
function iconSheet(): Plugin {
  return {
    name: "icon-sheet",
    generateBundle() {
      const names = JSON.parse(readFileSync("icons.json", "utf8")) as string[];
      const set = JSON.parse(readFileSync("node_modules/@iconify-json/tabler/icons.json", "utf8")) as {
        icons: Record<string, Drawing>;
      };
      const symbols = names.map((name) => {
        const drawing = set.icons[name];
        if (!drawing) throw new Error(`icons.json names ${name}, which the icon set does not have`);
        return `<symbol id="${name}" viewBox="0 0 24 24">${drawing.body}</symbol>`;
      });
      this.emitFile({
        type: "asset",
        name: "icons.svg",
        originalFileName: "icons.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`,
      });
    },
  };
}

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [iconSheet(), compressedCopies()],
  logLevel: "warn",
  build: {
    outDir: OUT,
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: false,
    // As the field app: a director signs in here with the same telephone.
    target: "chrome80",
    rollupOptions: { checks: { pluginTimings: false, eval: false }, input: { desk: "src/desk.ts", theme: "src/theme.ts" } },
  },
});
