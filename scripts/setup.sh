#!/usr/bin/env bash
# Makes .venv from the lock files: setup.sh core | dev | bench. Needs python3 (3.11 or later) and an index of packages.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-dev}

fail() { echo "setup: $*" >&2; exit 1; }
fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=""
for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14; do
  if fits "$candidate"; then python=$candidate; break; fi
done
[ -n "$python" ] || fail "Python 3.11 or later is needed and was not found. Install it, or set PYTHON=/path/to/python3."

if [ ! -x .venv/bin/pip ]; then
  echo "Making .venv with $("$python" --version)"
  "$python" -m venv .venv || { rm -rf .venv; fail "'$python -m venv' failed. On Debian and Ubuntu: apt-get install python3-venv"; }
fi
echo "Installing the packages of requirements/$kind.txt"
.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$kind.txt" ||
  fail "pip could not install requirements/$kind.txt. Is an index of Python packages reachable? Settings: .venv/bin/pip config list"
[ "$kind" = bench ] ||
  .venv/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . ||
  fail "pip could not install Floodwatch itself into .venv"
