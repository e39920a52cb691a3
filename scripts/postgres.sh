#!/usr/bin/env bash
# The tests of the casebook also run on PostgreSQL. Installs Debian's when it is missing and we may; otherwise says so.
set -eu
if command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing PostgreSQL for the tests of the casebook"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; } >/dev/null && exit 0
fi
echo "PostgreSQL was not found: the tests on it will be skipped. On Debian and Ubuntu: sudo apt-get install postgresql" >&2
[ -z "${CI:-}" ]
