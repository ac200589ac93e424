// Takes out of the engine of the forms what browsers of today's cheap telephones cannot load.
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const ENGINE = /@getodk[\\/]xforms-engine[\\/]dist[\\/]index\.js$/;
const PARSER = fileURLToPath(new URL("src/field/xpath_parser.ts", import.meta.url));

// Between these lie the loader of two WebAssembly programs and the wait for both: our own parser does what they did.
const FROM = "var treeSitter = {exports: {}};";
const TO = "const expressionParser = await ExpressionParser.init({\n  webTreeSitter,\n  xpathLanguage\n});\n";
// Modules wait for nothing before Chromium 89; all since 76 pass this trial of their blobs.
const TRIAL = "const BLOB_BEHAVIOR = await detectBlobBehavior();";
const PASSED = 'const BLOB_BEHAVIOR = "BLOB_BEHAVIOR_EXPECTED";';

export function leanEngine(): Plugin {
  return {
    name: "lean-engine",
    transform: {
      filter: { id: ENGINE },
      handler(code) {
        const [from, to] = [code.indexOf(FROM), code.indexOf(TO)];
        if (from < 0 || to < from || !code.includes(TRIAL)) throw new Error("the engine of the forms has changed: see vite.engine.ts");
        const kept = code.slice(0, from) + code.slice(to + TO.length);
        return { code: `import { expressionParser } from ${JSON.stringify(PARSER)};\n${kept.replace(TRIAL, PASSED)}`, map: null };
      },
    },
  };
}
