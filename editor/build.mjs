// Build kg_service/web/static/editor.js and the notice of what is in it, from the versions of package-lock.json.
//
//   node build.mjs [FOLDER]     FOLDER: where to write instead (the test that compares does)

import { build } from "esbuild";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url)), top = resolve(process.argv[2] ?? join(here, ".."));
const write = (path, text) => (mkdirSync(dirname(join(top, path)), { recursive: true }), writeFileSync(join(top, path), text));

const done = await build({
  absWorkingDir: here,
  entryPoints: ["src/editor.js"],
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "iife",
  target: ["es2022"],
  legalComments: "none",
  metafile: true,
  write: false,
});
const inside = Object.keys(done.metafile.inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
const notices = [...new Set(inside.filter(Boolean))].sort().map((name) => {
  const folder = join(here, "node_modules", name), about = JSON.parse(readFileSync(join(folder, "package.json")));
  return `${name} ${about.version} (${about.license})\n\n${readFileSync(join(folder, "LICENSE"), "utf8").trim()}\n`;
});
const rule = `\n${"-".repeat(72)}\n\n`;
const head = "The query editor (kg_service/web/static/editor.js) holds these packages, each under its own licence.\n";
write("kg_service/web/static/editor.js", `/* Built from editor/; licences: LICENSES/editor.txt */\n${done.outputFiles[0].text}`);
write("LICENSES/editor.txt", [head, ...notices].join(rule));
