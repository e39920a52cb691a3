"""Says whether the committed results were measured with the code that is here now."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "src/floodwatch"
MATTERS = (
    *(f"{PACKAGE}/{folder}" for folder in ("features", "traces", "copies", "detectors", "worlds", "tools")),
    *(f"{PACKAGE}/{folder}" for folder in ("engine", "vocabulary")),
    *(f"{PACKAGE}/model/{file}.py" for file in ("records", "findings", "refs", "units")),
    f"{PACKAGE}/centre/analysis.py",
    f"{PACKAGE}/lake/plan.py",
    *(
        f"evaluation/{part}"
        for part in ("scoring", "baselines", "truth.py", "answer.py", "one.py", "suites.py")
    ),
)
"""Code and rules on which a measured rate depends."""
PRESETS = ("presets_coortweet", "presets_ctk", "presets_steps", "ctk_arrays", "shares")
UNUSED = {
    *(f"{PACKAGE}/engine/{file}.py" for file in ("spark", "dialect", "session")),
    *(f"{PACKAGE}/detectors/coordination/{file}.py" for file in PRESETS),
    *(f"{PACKAGE}/tools/{file}.py" for file in ("archives", "plain_csv", "secrets", "sentences")),
}
"""Code that nothing measured runs: for Spark, for presets of `coordinate`, for documents, for doors and backups."""
NOT_READ = (
    "documents", "estimates", "frameworks", "kinds", "knowledge", "linting", "reading", "reports",
    "resemblance", "watching",
    "weighing",
)  # fmt: skip
KINDS = tuple(f"{PACKAGE}/vocabulary/{folder}/" for folder in NOT_READ)
"""Lists for the casebook, for reports, and for what findings may mean, which nothing measured reads."""
WRITTEN = {f"{PACKAGE}/vocabulary/calibration/{file}.yaml" for file in ("kinds", "costs", "odds")}
"""What a run writes itself."""


def code_hash(root: Path = ROOT) -> str:
    """First 16 hex digits of the SHA-256 over names and content of the code that matters."""
    digest = hashlib.sha256()
    for path in sorted(files(root)):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def files(root: Path) -> Iterator[Path]:
    """The files that matter: Python and YAML, without the calibration that a run writes."""
    for part in MATTERS:
        inside = [root / part] if part.endswith(".py") else (root / part).rglob("*")
        for path in inside:
            name = path.relative_to(root).as_posix()
            left_out = name in UNUSED | WRITTEN or name.startswith(KINDS)
            if path.suffix in {".py", ".yaml"} and path.is_file() and not left_out:
                yield path


def verdict(results: Path, root: Path = ROOT) -> str:
    """One line: whether the results in a folder belong to the code."""
    summary = results / "summary.json"
    if not summary.exists():
        return f"No results in {results}. Run: make evaluate"
    measured, present = json.loads(summary.read_text("utf-8"))["code"], code_hash(root)
    if measured == present:
        return f"The results in {results} were measured with this code ({present})."
    return f"STALE: the results in {results} were measured with code {measured}, here is {present}."


def main() -> None:
    """Print the verdict; never fails, so that a change of code can be committed before it is measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "evaluation" / "results" / "test-full")
    print(verdict(parser.parse_args().out))


if __name__ == "__main__":
    main()
