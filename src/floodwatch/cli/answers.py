"""Answers that tables say badly: posts with the hits of a search marked, and two texts with what differs marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import click

from floodwatch.cli.actors import acted
from floodwatch.cli.attributed import framed, likened, spread
from floodwatch.cli.cards import carded
from floodwatch.cli.documents import read
from floodwatch.cli.elections import voted
from floodwatch.cli.imports import brought
from floodwatch.cli.incidents import counted
from floodwatch.cli.judged import judged
from floodwatch.cli.linted import linted
from floodwatch.cli.passed_on import handed, marked, parts
from floodwatch.cli.plain import isolated, one_line
from floodwatch.cli.recurring import met
from floodwatch.cli.reported import reported, verified, withdrawn
from floodwatch.cli.tabled import lost, media
from floodwatch.cli.watched import watched
from floodwatch.cli.weighed import weighed
from floodwatch.cli.weighing import explained

AROUND = 120
"""Characters of a text that are shown before and after its first hit."""
MOST = 12
"""Platforms, languages and days that are listed; --json gives them whole."""
MARKS = {"equal": ("", ""), "inserted": ("{+", "+}"), "deleted": ("[-", "-]")}
COLOURS = {"inserted": "green", "deleted": "red"}


def searched(result: Mapping[str, Any]) -> Iterator[str]:
    """What a search found: how many posts, each with its text, and where they are."""
    terms = ", ".join(f"{t['term']} {t['posts']:,}" for t in result["terms"])
    yield f"{result['found']:,} of {result['searched']:,} posts" + (f" ({one_line(terms)})" if terms else "")
    if result["meaning"]:
        compared, texts = result["meaning"]["compared"], result["meaning"]["texts"]
        yield f"by meaning: {compared:,} of {texts:,} different texts compared; nearness is no evidence"
    for number, post in enumerate(result["posts"], result["offset"] + 1):
        who = f"@{post['handle']}" if post["handle"] else post["account"]
        about = (f"{number}.", str(post["created_at"])[:19], who, post["language"], post["ref"])
        yield ""
        yield click.style("  ".join(one_line(a) for a in about if a), bold=True)
        yield f"   {_extract(post['text'], post['hits'])}"
    yield ""
    for name in ("platforms", "languages", "days"):
        yield from _facet(name, result[name])


def _extract(text: str, hits: Sequence[Sequence[int]]) -> str:
    first = max(hits[0][0] - AROUND, 0) if hits else 0
    last = min((hits[0][1] if hits else 0) + 2 * AROUND, len(text))
    parts, at = ["…" if first else ""], first
    for start, end in hits:
        if start >= at and end <= last:
            parts += [one_line(text[at:start]), _hit(one_line(text[start:end]))]
            at = end
    return "".join((*parts, one_line(text[at:last]), "…" if last < len(text) else "")).strip()


def _hit(text: str) -> str:
    return click.style(isolated(f"«{text}»"), fg="yellow", bold=True)


def _facet(name: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not rows:
        return
    most = sorted(rows, key=lambda r: -r["posts"])[:MOST] if name == "days" else rows[:MOST]
    said = [f"{one_line(str(r[name[:-1]])) or 'not declared'} {r['posts']:,}" for r in most]
    yield f"{name}: {', '.join(said)}" + (f", and {len(rows) - MOST} more" if len(rows) > MOST else "")


def compared(result: Mapping[str, Any]) -> Iterator[str]:
    """Two texts as one: what only the first holds as [-…-], what only the second holds as {+…+}."""
    for sign, side in (("-", "left"), ("+", "right")):
        post = result[side]
        who = f"@{post['handle']}" if post["handle"] else post["account"]
        about = (f"{sign} {post['ref']}", str(post["created_at"])[:19], who, post["language"])
        yield "  ".join(one_line(a) for a in about if a)
    yield ""
    yield "".join(_marked(span) for span in result["spans"])
    yield ""
    alike = "equal texts" if result["equal"] else f"{result['similarity']:.0%} of the runs of letters shared"
    yield f"{alike}; {result['distance']:.0%} of the characters changed; {_pause(result['seconds'])} apart"
    for name, change in result["changed"].items():
        said = [f"-{c}" for c in change["gone"]] + [f"+{c}" for c in change["added"]]
        if said:
            yield f"{name}: {'  '.join(isolated(one_line(s)) for s in said)}"
    for sign, side in (("-", "left"), ("+", "right")):
        yield from (_hidden(sign, row) for row in result["hidden"][side][:MOST])


def _marked(span: Mapping[str, Any]) -> str:
    if span["kind"] == "replaced":
        return _sign("deleted", span["old"]) + _sign("inserted", span["new"])
    return _sign(span["kind"], span["new"] or span["old"])


def _sign(kind: str, text: str) -> str:
    before, after = MARKS[kind]
    shown = one_line(text)
    return click.style(isolated(f"{before}{shown}{after}"), fg=COLOURS[kind]) if before else shown


def _pause(seconds: float) -> str:
    size, unit = next(
        (s, u)
        for s, u in ((86400, "days"), (3600, "h"), (60, "min"), (1, "s"))
        if abs(seconds) >= s or s == 1
    )
    return f"{abs(seconds) / size:.3g} {unit}"


def _hidden(sign: str, row: Mapping[str, Any]) -> str:
    like = f", drawn like {row['looks_like']}" if row["looks_like"] else ""
    return f"{sign} at {row['at']:,}: {row['code']} {row['name']}, {row['kind']}{like}"


def translated(result: Mapping[str, Any]) -> Iterator[str]:
    """Each post as it was written, and under it what it says in other languages and who says so."""
    for post in result["posts"]:
        about = (post["ref"], str(post["created_at"])[:19], post["account"], post["source"])
        yield click.style("  ".join(one_line(a) for a in about if a), bold=True)
        yield f"   {one_line(post['text'])}" + (" …" if post["cut"] else "")
        for one in post["translations"]:
            who = "MACHINE-MADE by" if one["made_by"] == "machine" else "translated by"
            old = ", of a text that has changed since" if one["stale"] else ""
            yield f"   {one['target']}, {who} {one_line(one['author'])}, {one['made_at'][:10]}{old}:"
            yield f"   {isolated(one_line(one['text']))}"
        yield ""
    yield result["note"]


ANSWERS: Mapping[str, Callable[[Mapping[str, Any]], Iterator[str]]] = {
    "actor": acted,
    "election": voted,
    "forecast": judged,
    "impact": spread,
    "incident": counted,
    "judge": judged,
    "knowledge": brought,
    "search": searched,
    "compare": compared,
    "dissemination": handed,
    "framework": framed,
    "lifecycle": lost,
    "lint": linted,
    "marking": marked,
    "odds": weighed,
    "outlets": media,
    "personas": carded,
    "read": read,
    "role": parts,
    "recurrence": met,
    "report": reported,
    "resembles": likened,
    "translate": translated,
    "verify": verified,
    "watch": watched,
    "weigh": explained,
    "withdraw": withdrawn,
}
"""How the result of a verb is printed where indented lines would not do."""
