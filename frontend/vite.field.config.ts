// Builds the field app and its service worker into the Python package, with a manifest that its page reads.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { defineConfig, type Plugin, type Rollup } from "vite";
import { compressedCopies } from "./vite.compressed.ts";
import { leanEngine } from "./vite.engine.ts";

const OUT = "../src/gonghu/interfaces/field/static/field";
const WORKER = "sw.js";
const ICONS = "src/field/icons";
// The oldest browser that is taken; docs/reference/telephones.md says on which telephones it is found.
const FLOOR = "chrome80";

// The icons of the installed app lie under names of their own, which the web manifest tells.
function icons(): Plugin {
  return {
    name: "icons",
    generateBundle() {
      for (const name of readdirSync(ICONS).filter((each) => each.endsWith(".png"))) {
        this.emitFile({ type: "asset", fileName: name, source: readFileSync(`${ICONS}/${name}`) });
      }
    },
  };
}

// Stays as it is written: it speaks where the rest cannot be read.
function tooOld(): Plugin {
  const path = "src/field/too_old.js";
  return {
    name: "too-old",
    generateBundle() {
      this.emitFile({ type: "asset", name: "too_old.js", originalFileName: path, source: readFileSync(path, "utf8") });
    },
  };
}

// The service worker is told every file of this build, and a version that changes with any of them.
function whatWasBuilt(): Plugin {
  return {
    name: "what-was-built",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const worker = bundle[WORKER];
        if (worker?.type !== "chunk") throw new Error("the service worker was not built");
        const files = Object.keys(bundle).filter((name) => /\.(js|css)$/.test(name) && name !== WORKER).sort();
        const version = createHash("sha256").update(worker.code).update(files.join("\n")).digest("hex").slice(0, 12);
        worker.code = `const BUILT = ${JSON.stringify({ version, files })};\n${worker.code}`;
      },
    },
  };
}

// What cannot be said in the syntax of the floor is otherwise let through with a warning.
function refuseNewerSyntax(level: Rollup.LogLevel, log: { code?: string; message: string }, tell: (level: Rollup.LogLevel, log: { message: string }) => void): void {
  if (log.code === "TOLERATED_TRANSFORM") throw new Error(log.message);
  tell(level, log);
}

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [leanEngine(), icons(), tooOld(), whatWasBuilt(), compressedCopies()],
  oxc: { jsx: { runtime: "automatic", importSource: "vue" } },
  define: { __VUE_OPTIONS_API__: "false", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
  logLevel: "warn",
  build: {
    outDir: OUT,
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: false,
    target: FLOOR,
    chunkSizeWarningLimit: 1600,
    rollupOptions: {
      checks: { pluginTimings: false, eval: false },
      onLog: refuseNewerSyntax,
      input: { main: "src/field/main.ts", sw: "src/field/worker/sw.ts" },
      output: { entryFileNames: (chunk) => (chunk.name === "sw" ? WORKER : "assets/[name]-[hash].js") },
    },
  },
});
