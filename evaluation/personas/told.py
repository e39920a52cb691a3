"""`python -m evaluation.personas.told`: what docs/evaluation.md says of personas, written from the results.

With `--write` it puts the section into the page. All figures are those of test.json, roles.json and
benchmarks/results.md, so that the page cannot differ from them, nor choose among them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any

from evaluation.personas.criteria import HEAD, PAGE, promises
from evaluation.personas.summary import FORMAT
from evaluation.personas.texts import INTERVALS, kinds_told, people_told, planted_told
from evaluation.personas.words import table
from evaluation.run import write
from evaluation.stale import ROOT

DOCS = ROOT / "docs" / "evaluation.md"
RESULTS = ROOT / "evaluation" / "results" / "personas"
BENCHMARKS = ROOT / "benchmarks" / "results.md"
TITLE = "## What is said of personas"
WIDTH = 158
WORDS = "over words (TF-IDF)"
"""How the leads over the words end in roles.json."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the section, or write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the section into docs/evaluation.md")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where test.json and roles.json lie")
    options = parser.parse_args(arguments)
    told = committed(options.results)
    if options.write:
        page = DOCS.read_text("utf-8")
        write(DOCS, page.replace(held(page), told))
    else:
        print(told, end="")


def committed(results: Path = RESULTS) -> str:
    """The section for the results that lie in a folder; SystemExit where they were written by older code."""
    summary, roles = (json.loads((results / f"{name}.json").read_text("utf-8")) for name in ("test", "roles"))
    if summary.get("format") != FORMAT:
        raise SystemExit(
            f"{results / 'test.json'} was written by older code: run python -m evaluation.personas"
        )
    return section(summary, roles, BENCHMARKS.read_text("utf-8"))


def held(page: str) -> str:
    """The section as a page has it."""
    start = page.index(f"{TITLE}\n")
    return page[start : page.index("\n## ", start)]


def section(summary: Mapping[str, Any], roles: Mapping[str, Any], benchmarks: str) -> str:
    """The whole section: paragraphs filled, tables as they are."""
    lines: list[str] = []
    for text in _texts(summary, roles, benchmarks):
        lines += [text] if text.startswith("|") or not text else _filled(text)
    return "\n".join(lines).rstrip() + "\n"


def _filled(text: str) -> list[str]:
    """The lines of a paragraph, with an empty one behind, or of a point of a list."""
    point = text.startswith("* ")
    indent = "  " if point else ""
    lines = wrap(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return lines if point else [*lines, ""]


def _texts(s: Mapping[str, Any], roles: Mapping[str, Any], benchmarks: str) -> Iterator[str]:
    yield TITLE
    yield (
        "`python -m evaluation.personas` builds worlds of four weeks in which two of six persona operations (voters of "
        "both camps, follow rings, bought accounts, reply brigades, networks of influencers, networks that are "
        "exposed) live beside four of ten benign groups that look like them (small creators, seasonal fans, a club "
        "that takes another name, exchange students, an agency's staff, journalists who ask, people who delete old "
        "posts, a purge, a choir, two rival parties) and two of the old ones. Each plants signs independently and "
        f"writes down which. What surprises are worth was fitted on {s['fitted_on']}; what follows is of {s['worlds']} "
        f"{s['seeds']} worlds with {s['posts']:,} posts ([all figures](../{PAGE}), with pictures of reliability). "
        "`python -m evaluation.personas.told --write` wrote this section from the results: every promise has a row "
        "with all its readings, and holds where each of them does."
    )
    yield from table(HEAD, list(promises(s, roles, benchmarks)))
    yield f"Holds or fails is said of what was measured; the interval says how sure that is. {INTERVALS}"
    yield "### Kinds"
    yield from kinds_told(s["kinds"])
    yield (
        "A planted operation is expected to be called covert where its planted signs amount to that by the definition "
        "of [kinds](kinds.md). Thresholds of the rules were set by judgement on the development worlds. Half of the "
        "weight of the negative pairs is of pairs drawn at random, half of pairs inside a benign group or inside a "
        "network; pairs of one owner, of whom either account says so (an agency, a chain, a bot farm, an outlet and "
        "its correspondents), count for nothing."
    )
    yield "### Planted signs"
    yield "The groups are given here, so that signals are judged alone; below the groups, what is said of accounts."
    yield from planted_told(s["planted"])
    yield "### Groups of people"
    yield from people_told(s["people"])
    yield "### Roles"
    yield from _roles(roles)
    yield ""
    yield (
        f"Measured with code {s['code']} and {roles['code']}; `python -m evaluation.stale` says which code you have. "
        "Where it has moved on, so may the figures."
    )


def _roles(roles: Mapping[str, Any]) -> Iterator[str]:
    accounts = sum(roles["accounts"].values())
    leads = [
        f"{name} {lead:+.3f} ({low:+.3f} to {high:+.3f})"
        for name, (lead, low, high) in roles["leads"].items()
    ]
    beating = [n for n, (_, low, _) in roles["leads"].items() if low > 0 and n.endswith(WORDS)]
    yield (
        f"`python -m evaluation.personas.roles` hides the roles that researchers gave {accounts} accounts of the "
        "Internet Research Agency, and asks a plain classifier for those of held-out accounts "
        "([figures](../evaluation/results/personas/roles.md)). Leads in macro-F1: "
        f"{'; '.join(leads)}. Beyond chance {' and '.join(beating) or 'nothing that is measured here'} "
        f"{'leads' if beating else 'beats the bag of words'}. What the clock says of all accounts together, where New "
        "York was at UTC-4 and Saint Petersburg at UTC+3; it reads the hours that were kept, not where anybody sat:"
    )
    yield from (f"* {line}" for line in roles["clock"])


if __name__ == "__main__":
    main()
