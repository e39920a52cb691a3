#!/usr/bin/env bash
# The browser tests open the report in Chromium. Installs Debian's when it is missing and we may; otherwise says so.
set -eu
for program in chromium chromium-browser google-chrome; do
  if command -v "$program" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null && exit 0
fi
echo "Chromium was not found: the browser tests will be skipped. On Debian and Ubuntu: sudo apt-get install chromium" >&2
[ -z "${CI:-}" ]
