// The server hands out the compressed copy where the browser takes it.
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

export function compressedCopies(): Plugin {
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
