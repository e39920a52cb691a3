"""Measures the words of persona cards: hand-labelled bios, and roles found in text that claims none.

`python -m evaluation.content.personas` scores `persona_bios.tsv` by role and by language: of the roles found, how
many the owner claims; of those claimed, how many are found. Text that claims none: the Universal Declaration of
Human Rights in all its versions, whose sentences speak of everybody.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.content.terms import OUT, UDHR, declaration
from evaluation.run import write
from evaluation.stale import code_hash
from floodwatch.detectors.personas.cards.reading import roles
from floodwatch.tools.rates import Rate

BIOS = Path(__file__).with_name("persona_bios.tsv")


@dataclass(frozen=True, slots=True)
class Bio:
    """A labelled bio: the roles that its owner claims, and those that were found."""

    part: str
    language: str
    claimed: frozenset[str]
    text: str

    @property
    def found(self) -> frozenset[str]:
        """Roles that the lists find in it."""
        return frozenset(one.role for one in roles(self.text, self.language))


def bios(path: Path = BIOS) -> list[Bio]:
    """The labelled bios, in their order."""
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
    return [Bio(part, code, frozenset(named.split(",")) - {"-"}, text) for part, code, named, text in lines]


def scores(given: Sequence[Bio]) -> dict[str, Any]:
    """Precision and recall over all roles, with exact bounds, and bios read wholly right."""
    right = sum(len(b.found & b.claimed) for b in given)
    return {
        "bios": len(given),
        "precision": _rate(right, sum(len(b.found) for b in given)),
        "recall": _rate(right, sum(len(b.claimed) for b in given)),
        "wholly_right": _rate(sum(b.found == b.claimed for b in given), len(given)),
        "silent_read_silent": _rate(
            sum(not b.found for b in given if not b.claimed), sum(not b.claimed for b in given)
        ),
    }


def by_role(given: Sequence[Bio]) -> dict[str, list[int]]:
    """Per role: bios that claim it, bios in which it was found, both."""
    claimed, found, both = Counter[str](), Counter[str](), Counter[str]()
    for one in given:
        claimed.update(one.claimed)
        found.update(one.found)
        both.update(one.claimed & one.found)
    return {role: [claimed[role], found[role], both[role]] for role in sorted(claimed | found)}


def by(given: Sequence[Bio], key: Callable[[Bio], str]) -> dict[str, list[int]]:
    """Per group: bios, roles claimed, found, both."""
    groups: dict[str, list[Bio]] = defaultdict(list)
    for one in given:
        groups[key(one)].append(one)
    return {
        name: [len(own), *(sum(len(part(b)) for b in own) for part in _PARTS)]
        for name, own in sorted(groups.items())
    }


_PARTS: tuple[Callable[[Bio], frozenset[str]], ...] = (
    lambda b: b.claimed, lambda b: b.found, lambda b: b.claimed & b.found,
)  # fmt: skip


def _rate(hits: int, of: int) -> list[float | int | None]:
    """The share, its 95% bounds, and what it is a share of."""
    rate = Rate(hits, of)
    low, high = rate.bounds()
    share = rate.share
    return [None if share is None else round(share, 4), round(low, 4), round(high, 4), hits, of]


def silent(path: Path) -> dict[str, Any]:
    """Roles found in passages of the Declaration, each read as if it were a bio."""
    hits: Counter[tuple[str, str, str]] = Counter()
    seen = told = 0
    for language, text in declaration(path):
        found = roles(text, language)
        seen, told = seen + 1, told + bool(found)
        hits.update((language, one.role, one.words) for one in found)
    return {
        "texts": seen,
        "with_a_role": _rate(told, seen),
        "found": [[*k, n] for k, n in sorted(hits.items())],
    }


def evaluated(udhr: Path) -> dict[str, Any]:
    """All figures."""
    given = bios()
    return {
        "code": code_hash(),
        "languages": len({b.language for b in given}),
        "scores": scores(given),
        "by_role": by_role(given),
        "by_language": by(given, lambda b: b.language),
        "wrong": [
            [b.language, b.text, sorted(b.claimed), sorted(b.found)] for b in given if b.found != b.claimed
        ],
        "declaration": silent(udhr) if udhr.exists() else None,
    }


def page(told: dict[str, Any]) -> str:
    """The figures as a page of Markdown."""
    lines = ["# Words of persona cards", "", f"{told['scores']['bios']} bios in {told['languages']} languages, written "
             "by the author of the lists: real bios will be read worse.", ""]  # fmt: skip
    for name in ("precision", "recall", "wholly_right", "silent_read_silent"):
        share, low, high, hits, of = told["scores"][name]
        lines.append(f"- {name.replace('_', ' ')}: {share:.3f} ({low:.3f} to {high:.3f}; {hits} of {of})")
    for title, table in (("role", told["by_role"]), ("language", told["by_language"])):
        counts = ["claimed", "found", "right"]
        head = [title, *(["bios"] if title == "language" else []), *counts]
        lines += ["", f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
        lines += [f"| {name} | {' | '.join(map(str, row))} |" for name, row in table.items()]
    if told["declaration"]:
        share, *_, hits, of = told["declaration"]["with_a_role"]
        lines += ["", f"Passages of the Declaration in which a role is found: {hits} of {of} ({share:.2%})."]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and write `personas.json` and `personas.md`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--udhr", type=Path, default=UDHR)
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args(arguments)
    told = evaluated(asked.udhr)
    write(asked.out / "personas.json", json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    write(asked.out / "personas.md", page(told))
    print(page(told), end="")


if __name__ == "__main__":
    main()
