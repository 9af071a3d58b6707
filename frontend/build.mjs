// Bundles what the camp's pages load into src/palaestra/app/web/static/built/, which git ignores and the wheel carries.
//
//   camp.js, camp.css     htmx, keys, the look: every page
//   maths.js, maths.css   KaTeX and its fonts: pages with formulas
//   figures/<room>/       each room's explorables, found by folder, with the still picture shown without JavaScript
//
// Everything is a classic script (IIFE), because a browser refuses ES modules on a page opened from disk,
// and a published page must work there.

import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const built = process.argv[2] ?? path.join(here, "../src/palaestra/app/web/static/built");
const rooms = path.join(here, "../src/palaestra/systems");

const shared = {
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  legalComments: "eof",
  logLevel: "warning",
  nodePaths: [path.join(here, "node_modules")],
  alias: { "palaestra/figure": path.join(here, "src/figure.js") },
};

// Every browser that runs the camp reads woff2; the older formats would only make the wheel heavier.
const onlyWoff2 = {
  name: "only-woff2",
  setup(bundle) {
    bundle.onLoad({ filter: /katex\.css$/ }, async ({ path: file }) => ({
      contents: (await readFile(file, "utf8")).replace(/,\s*url\([^)]*\.(woff|ttf)\)\s*format\([^)]*\)/g, ""),
      loader: "css",
    }));
  },
};

await rm(built, { recursive: true, force: true });
await build({
  ...shared,
  entryPoints: { camp: path.join(here, "src/camp.js"), maths: path.join(here, "src/maths.js") },
  outdir: built,
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]",
  plugins: [onlyWoff2],
});
for (const room of await readdir(rooms)) {
  const figures = path.join(rooms, room, "figures");
  if (existsSync(figures)) await bundleFigures(room, figures);
}

// A file whose name has a hyphen is a custom element of that name; the others are what it imports.
async function bundleFigures(room, figures) {
  const elements = (await readdir(figures)).filter((name) => /^[a-z]+(-[a-z]+)+\.js$/.test(name));
  for (const file of elements) {
    const name = path.basename(file, ".js");
    await build({ ...shared, loader: { ".css": "text" }, entryPoints: [path.join(figures, file)], outfile: path.join(built, "figures", room, file) });
    await writeStill(room, figures, name);
  }
}

// `still.js` draws the same figure to text, once, so that a page reads without JavaScript.
async function writeStill(room, figures, name) {
  const source = path.join(figures, "still.js");
  if (!existsSync(source)) throw new Error(`${figures} has no still.js: export ${JSON.stringify(name)} as a picture`);
  const folder = path.join(built, "figures", room);
  const script = path.join(folder, "still.mjs");
  await mkdir(folder, { recursive: true });
  await build({ ...shared, entryPoints: [source], outfile: script, format: "esm", platform: "neutral", minify: false });
  const stills = (await import(pathToFileURL(script))).default;
  await writeFile(path.join(folder, `${name}.html`), stills[name]());
  await rm(script);
}
