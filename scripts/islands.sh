#!/usr/bin/env bash
# Builds the workbench's islands into src/floodwatch/web/static/built, unless they are fresh; without Node.js it says so.
set -eu
cd "$(dirname "$0")/../src/floodwatch/web/islands"
built=$PWD/../static/built

# What is missing is only said, except where continuous integration needs it.
missing() { echo "islands: $*" >&2; [ -z "${CI:-}" ]; exit; }

node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2>/dev/null ||
  missing "Node.js 20.19 or later was not found. The workbench works without: graph, map and timeline stay tables."
node sources.mjs "$built" && exit 0
echo "Building the islands of the workbench"
npm ci --silent || missing "npm could not install their packages. Is a registry reachable? Settings: npm config list"
npx --no-install tsc --noEmit
npx --no-install vite build
