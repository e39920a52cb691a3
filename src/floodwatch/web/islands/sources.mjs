// A hash of everything that the built files are made from. `node sources.mjs FOLDER` says whether FOLDER is fresh.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const TOP = dirname(fileURLToPath(import.meta.url));
const ROOT = ["package-lock.json", "package.json", "sources.mjs", "tsconfig.json", "vite.config.mjs"];

function files() {
  const inside = readdirSync(join(TOP, "src"), { recursive: true, withFileTypes: true });
  const found = inside.filter((one) => one.isFile()).map((one) => relative(TOP, join(one.parentPath, one.name)));
  return [...ROOT, ...found.map((path) => path.split(sep).join("/"))].sort();
}

export function sources() {
  const hash = createHash("sha256");
  for (const path of files()) hash.update(`${path}\0`).update(readFileSync(join(TOP, path))).update("\0");
  return hash.digest("hex");
}

function fresh(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, "manifest.json"), "utf-8")).sources === sources();
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(fresh(process.argv[2]) ? 0 : 1);
