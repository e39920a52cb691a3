"""Holds the limits of size: a function 80 lines, the median function 10, a file 400; and names no machine.

A waiver is a line of scripts/waivers.txt: `path[:function] = limit  # reason`.
"""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
FUNCTION, MEDIAN, FILE = 80, 10, 400
MACHINE = re.compile(r"(?<![\w.])/(?:work|root)/")
TEXTS = {".py", ".md", ".toml", ".yaml", ".yml", ".sh", ".html", ".css", ".js", ".jinja", ".txt", ".json"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def main() -> int:
    """Print every breach; 1 when there is one."""
    waived = waivers(TOP / "scripts" / "waivers.txt")
    files = tracked()
    sources = [p for p in files if p.suffix == ".py"]
    lengths = {name: size for path in sources for name, size in functions(path)}
    problems = [
        *over(lengths, FUNCTION, waived),
        *over({str(p): len(_text(p).splitlines()) for p in sources}, FILE, waived),
        *middle([size for name, size in lengths.items() if name.startswith("src/")]),
        *machines(files),
    ]
    for problem in problems:
        print(problem)
    print(f"sizes: {len(sources)} files, {len(lengths)} functions, {len(problems)} breaches")
    return 1 if problems else 0


def tracked() -> list[Path]:
    """Files of the project, relative to its top: tracked ones and new ones that are not ignored."""
    command = ["git", "-C", str(TOP), "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if listed.returncode == 0:
        return [Path(line) for line in listed.stdout.splitlines() if (TOP / line).is_file()]
    rooms = ("src", "tests", "scripts", "evaluation", "benchmarks", "docs")
    return [p.relative_to(TOP) for room in rooms for p in (TOP / room).rglob("*") if p.is_file()]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and lines of every function of a file, docstring not counted."""
    for node in ast.walk(ast.parse(_text(path))):
        if isinstance(node, Function):
            yield f"{path}:{node.name}", lines(node)


def lines(node: Function) -> int:
    """Lines of a function from `def` to its end, without its docstring."""
    total = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    documented = ast.get_docstring(node) is not None
    return total - ((first.end_lineno or 0) - first.lineno + 1 if documented else 0)


def over(sizes: dict[str, int], limit: int, waived: dict[str, int]) -> Iterator[str]:
    """What is longer than its limit."""
    for name, size in sorted(sizes.items()):
        if size > waived.get(name, limit):
            yield f"{name}: {size} lines, at most {waived.get(name, limit)}"


def middle(sizes: list[int]) -> Iterator[str]:
    """Whether half of the functions are short."""
    median = statistics.median(sizes)
    if median > MEDIAN:
        yield f"the median function of src has {median} lines, at most {MEDIAN}"


def machines(files: list[Path]) -> Iterator[str]:
    """Paths that exist on one machine only."""
    for path in files:
        if path.suffix in TEXTS or path.name == "Makefile":
            found = MACHINE.search(_text(path))
            if found:
                yield f"{path}: names a path of one machine: {found.group()}"


def waivers(path: Path) -> dict[str, int]:
    """The waivers, each with its limit; a line without a reason is refused."""
    waived = {}
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        if not line.strip() or line.startswith("#"):
            continue
        rule, _, reason = line.partition("#")
        if not reason.strip():
            raise SystemExit(f"{path.name}: a waiver needs a reason: {line}")
        name, _, limit = rule.partition("=")
        waived[name.strip()] = int(limit)
    return waived


def _text(path: Path) -> str:
    return (TOP / path).read_text("utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
