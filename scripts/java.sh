#!/usr/bin/env bash
# The tests of the Spark engine need Java 17. Installs Debian's when it is missing and we may; otherwise says so.
set -eu
found=$( { "${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 || true; } | sed -n 's/.*version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' | head -n 1)
[ "${found:-0}" -ge 17 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Java for the tests of Spark"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless; } >/dev/null && exit 0
fi
echo "Java 17 was not found: the tests of Spark will be skipped. On Debian and Ubuntu: sudo apt-get install openjdk-17-jre-headless" >&2
[ -z "${CI:-}" ]
