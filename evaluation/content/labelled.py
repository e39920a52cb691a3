"""The hand-made labels: which narrative each post of the sample tells."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("labels") / "narratives_ira.csv"
SECOND = Path(__file__).with_name("labels") / "narratives_ira_second.csv"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Label:
    """What was said of one post; `narrative` and `topic` are `none` where it tells nothing by itself."""

    ref: str
    narrative: str
    topic: str
    split: str


def labels(path: Path = FILE) -> tuple[Label, ...]:
    """Every label, in the order of refs."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(Label(**row) for row in csv.DictReader(file))


def second(path: Path = SECOND) -> dict[str, str]:
    """The narratives of a second reading of some of the posts, by ref; its names are its own."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["ref"]: row["narrative"] for row in csv.DictReader(file)}
