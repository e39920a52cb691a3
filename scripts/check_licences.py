"""Refuses packages under the GPL among those that a user installs; the LGPL only when NOTICE names it.

Of the npm packages from which the workbench's islands are built, what reaches a browser must be permissive and named
in NOTICE; what only builds them may also be under the MPL.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parent.parent
NOTICE = TOP / "NOTICE"
LOCK = TOP / "src" / "floodwatch" / "web" / "islands" / "package-lock.json"
GPL = re.compile(r"\bA?GPL|GNU (?:AFFERO )?GENERAL PUBLIC", re.IGNORECASE)
LGPL = re.compile(r"\bLGPL|LESSER GENERAL PUBLIC", re.IGNORECASE)
KNOWN = re.compile(
    r"apache|bsd|mit\b|isc|mpl|mozilla|python software|psf|public domain|unlicense|zlib|0bsd|ofl", re.I
)
PERMISSIVE = re.compile(r"Apache-2\.0|(BSD-\d-Clause)|0BSD|BSD-0-Clause|MIT(-0)?|ISC|CC0-1\.0|Unlicense")
BUILDS = re.compile(rf"{PERMISSIVE.pattern}|MPL-2\.0|BlueOak-1\.0\.0|Python-2\.0")


def main() -> int:
    """Print each package that breaks the rule; 1 when there is one."""
    packages = sorted(closure("floodwatch"), key=lambda d: d.metadata["Name"].lower())
    modules = json.loads(LOCK.read_text("utf-8"))["packages"] if LOCK.exists() else {}
    problems = [problem for package in packages for problem in judged(package)]
    problems += [problem for path, about in sorted(modules.items()) for problem in module(path, about)]
    for problem in problems:
        print(problem)
    print(
        f"licences: {len(packages)} packages, {max(len(modules) - 1, 0)} npm packages, {len(problems)} refused"
    )
    return 1 if problems else 0


def closure(name: str) -> list[Distribution]:
    """Every installed package that `name` needs, its extras included."""
    seen: dict[str, Distribution] = {}
    queue = [name]
    while queue:
        wanted = queue.pop()
        try:
            found = distribution(wanted)
        except PackageNotFoundError:
            continue
        if found.metadata["Name"] in seen:
            continue
        seen[found.metadata["Name"]] = found
        queue += [re.split(r"[<>=!~;\[\s(]", line, maxsplit=1)[0] for line in needed(found, wanted == name)]
    return list(seen.values())


def needed(package: Distribution, extras: bool) -> Iterator[str]:
    """Lines of the package's requirements; those of extras only when asked for."""
    for line in package.requires or ():
        if extras or "extra ==" not in line:
            yield line


def judged(package: Distribution) -> Iterator[str]:
    """What is wrong with a package's licence."""
    name, licence = package.metadata["Name"], stated(package)
    lesser = bool(LGPL.search(licence))
    if lesser and name.lower() not in NOTICE.read_text("utf-8").lower():
        yield f"{name}: {licence} must be named in NOTICE"
    if not lesser and GPL.search(licence):
        yield f"{name}: {licence} is not allowed"
    if not licence or not (lesser or GPL.search(licence) or KNOWN.search(licence)):
        yield f"{name}: the licence {licence!r} is not known; add it to KNOWN or drop the package"


def module(path: str, about: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the licence of an npm package, by its entry in the lock file."""
    name, licence = path.rpartition("node_modules/")[2], str(about.get("license", ""))
    if not name:
        return
    shipped = not (about.get("dev") or about.get("devOptional"))
    if not (PERMISSIVE if shipped else BUILDS).fullmatch(licence):
        yield f"{name} (npm): the licence {licence!r} is not allowed for what {'is shipped' if shipped else 'builds'}"
    if shipped and not re.search(rf"\b{re.escape(name)}\b", NOTICE.read_text("utf-8")):
        yield f"{name} (npm): is shipped and must be named in NOTICE"


def stated(package: Distribution) -> str:
    """The licence as the package's metadata state it."""
    meta = package.metadata.json
    classifiers = [c for c in meta.get("classifier", ()) if c.startswith("License")]
    first = str(meta.get("license", "")).strip().splitlines()[:1]
    return str(meta.get("license_expression") or "; ".join([*first, *classifiers]))


if __name__ == "__main__":
    sys.exit(main())
