"""Refuses packages under the GPL among those that a user installs; the LGPL only when NOTICE names it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

NOTICE = Path(__file__).resolve().parent.parent / "NOTICE"
GPL = re.compile(r"\bA?GPL|GNU (?:AFFERO )?GENERAL PUBLIC", re.IGNORECASE)
LGPL = re.compile(r"\bLGPL|LESSER GENERAL PUBLIC", re.IGNORECASE)
KNOWN = re.compile(
    r"apache|bsd|mit\b|isc|mpl|mozilla|python software|psf|public domain|unlicense|zlib|0bsd|ofl", re.I
)


def main() -> int:
    """Print each package that breaks the rule; 1 when there is one."""
    packages = sorted(closure("floodwatch"), key=lambda d: d.metadata["Name"].lower())
    problems = [problem for package in packages for problem in judged(package)]
    for problem in problems:
        print(problem)
    print(f"licences: {len(packages)} packages, {len(problems)} refused")
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


def stated(package: Distribution) -> str:
    """The licence as the package's metadata state it."""
    meta = package.metadata.json
    classifiers = [c for c in meta.get("classifier", ()) if c.startswith("License")]
    first = str(meta.get("license", "")).strip().splitlines()[:1]
    return str(meta.get("license_expression") or "; ".join([*first, *classifiers]))


if __name__ == "__main__":
    sys.exit(main())
