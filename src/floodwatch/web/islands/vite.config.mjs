// Builds the islands into ../static/built: fixed names, relative addresses, the world and htmx beside them.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { quantize } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";
import { defineConfig } from "vite";
import { sources } from "./sources.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const built = join(here, "..", "static", "built");
const modules = join(here, "node_modules");
const SHIPPED = ["d3-array", "d3-geo", "htmx.org", "internmap", "topojson-client", "uplot", "world-atlas"];
// Square degrees: what a bend of a border must span to be kept. Every country keeps an outline.
const LEAST_BEND = 0.02;

function world() {
  const atlas = JSON.parse(readFileSync(join(modules, "world-atlas", "countries-50m.json"), "utf-8"));
  const made = quantize(simplify(presimplify({ ...atlas, objects: { countries: atlas.objects.countries } }), LEAST_BEND), 1e4);
  writeFileSync(join(built, "world.json"), JSON.stringify(made));
}

function licences() {
  const parts = SHIPPED.map((name) => {
    const about = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf-8"));
    const file = readdirSync(join(modules, name)).find((one) => /^licen[cs]e/i.test(one));
    if (!file) throw new Error(`${name} comes without a licence file`);
    return `${name} ${about.version} (${about.license})\n\n${readFileSync(join(modules, name, file), "utf-8").trim()}\n`;
  });
  const head = "Parts of the files in this folder come from these packages.\n\n";
  writeFileSync(join(built, "licences.txt"), head + parts.join(`\n${"-".repeat(72)}\n\n`));
}

function manifest() {
  const files = {};
  for (const name of readdirSync(built).sort()) {
    if (name === "manifest.json") continue;
    const bytes = readFileSync(join(built, name));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    files[name] = { bytes: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, sha256 };
  }
  writeFileSync(join(built, "manifest.json"), `${JSON.stringify({ sources: sources(), files }, null, 1)}\n`);
}

function beside() {
  return {
    name: "beside",
    closeBundle() {
      if (!existsSync(join(built, "islands.js"))) return;
      copyFileSync(join(modules, "htmx.org", "dist", "htmx.min.js"), join(built, "htmx.js"));
      world();
      licences();
      manifest();
    },
  };
}

export default defineConfig({
  root: here,
  base: "./",
  publicDir: false,
  logLevel: "warn",
  plugins: [beside()],
  build: {
    outDir: built,
    emptyOutDir: true,
    target: "es2022",
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    cssCodeSplit: false,
    modulePreload: false,
    assetsInlineLimit: 0,
    rollupOptions: {
      input: { islands: join(here, "src", "islands.ts") },
      output: { entryFileNames: "[name].js", chunkFileNames: "[name].js", assetFileNames: "islands[extname]" },
    },
  },
});
