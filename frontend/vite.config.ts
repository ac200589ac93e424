// Builds the pages' scripts and styles into the Python package, with a manifest that the templates read.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

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

// The server hands out the compressed copy where the browser takes it.
function compressedCopies(): Plugin {
  return {
    name: "compressed-copies",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        for (const [name, file] of Object.entries(bundle)) {
          if (!/\.(js|css|svg)$/.test(name)) continue;
          const source = file.type === "chunk" ? file.code : file.source;
          this.emitFile({ type: "asset", fileName: `${name}.gz`, source: gzipSync(source, { level: 9 }) });
        }
      },
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
    target: "es2022",
    rollupOptions: { checks: { pluginTimings: false, eval: false }, input: { desk: "src/desk.ts", theme: "src/theme.ts" } },
  },
});
