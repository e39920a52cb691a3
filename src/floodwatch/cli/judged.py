"""Prints judgements and forecasts: how likely in one line, how sure of that in another, then what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from floodwatch.cli.plain import isolated, one_line

Row = Mapping[str, Any]
MOST_NAMED = 10
FEW = 3
"""Up to which everything is printed; of more a line or two each."""
LISTS = {"assumptions": "assumes", "alternatives": "or else", "would_change": "would change it"}


def judged(result: Row) -> Iterator[str]:
    """What `judge` and `forecast` answer."""
    if "html" in result:
        yield from _written(result)
        return
    for one in result.get("decided", ()):
        undo = "" if one["what"].startswith("undid") else f", which --undo {one['number']} takes back"
        yield f"{one_line(one['what'])}: decision {one['number']}{undo}"
    found = result.get("judgements", ())
    in_full = len(found) <= FEW
    for one in found:
        yield from judgement(one, in_full)
    if result.get("base_rate") and not found:
        yield from base_rate(result["base_rate"])
    yield from _history(result.get("history", ()))
    if not found and "judgements" in result:
        yield "There is none."
    if result.get("due"):
        yield f"{result['due']} wait for an outcome: floodwatch forecast due"
    if "scores" in result:
        yield from scores(result["scores"], result)
    yield from result.get("notes", ())


def judgement(one: Row, in_full: bool = True) -> Iterator[str]:
    """One judgement; its confidence never stands in the line of its likelihood."""
    marks = f"  {' '.join(one['markings'])}" if one["markings"] else ""
    told = click.style(isolated(one_line(one["says"])), bold=True)
    state = "" if one["status"] == "standing" else f"  ({one['status']})"
    yield f"{one['judgement'][:8]}  {told}{state}{marks}"
    who = f"says {one['said_by']}; entered by {one['author']}" if one["said_by"] else f"by {one['author']}"
    about = (one["made_at"][:10], who, one["source"] if in_full else "", one["topic"], *_due(one))
    yield f"   {isolated(one_line('; '.join(part for part in about if part)))}"
    if not in_full:
        return
    if one["confidence"]:
        yield f"   confidence: {one['confidence']}, {isolated(one_line(one['confidence_reason']))}"
    for claim in one["basis"]:
        yield f"   rests on: {isolated(one_line(_resting(claim)))}"
    yield from (
        f"   {title}: {isolated(one_line(text))}" for name, title in LISTS.items() for text in one[name]
    )
    searched = [f"{name} {text}" for name, text in one["search"].items() if text]
    if searched:
        yield f"   looked through: {isolated(one_line('; '.join(searched)))}"
    yield from _foreseen(one)
    for review in one["reviews"]:
        text = f": {review['text']}" if review["text"] else ""
        yield f"   {one_line(review['reviewer'])}: {review['verdict']}{isolated(one_line(text))}"
    yield from (click.style(f"   mind: {one_line(text)}", fg="yellow") for text in one["warnings"])


def _resting(claim: Row) -> str:
    part = claim["ref"].partition(":")[2][:8]
    how = (
        claim.get("said_by", ""),
        claim.get("source", ""),
        part,
        "" if claim["status"] == "confirmed" else claim["status"],
    )
    return f"{claim['says']}  ({'; '.join(one for one in how if one)})"


def _due(one: Row) -> Iterator[str]:
    if one["kind"] == "forecast":
        yield (
            f"came out as {one['outcome']} on {one['resolved_at']}"
            if one["outcome"]
            else (f"by {one['horizon']}" if one["horizon"] else "no last day said")
            + (", overdue" if one.get("overdue") else "")
        )


def _foreseen(one: Row) -> Iterator[str]:
    if one["kind"] != "forecast":
        return
    if one["question"] and one["question"] != one["statement"]:
        yield f"   question: {isolated(one_line(one['question']))}"
    if one["resolution_rule"]:
        yield f"   decided by: {isolated(one_line(one['resolution_rule']))}"
    if one["base_rate"]:
        yield from (f"   {line}" for line in base_rate(one["base_rate"]))
    elif not one["said_by"]:
        yield "   base rate: none was kept"
    for entry in one["history"][1:]:
        why = f": {entry['reason']}" if entry["reason"] else ""
        told = f"{entry['made_at'][:10]} {entry['made_by']}: {entry['likelihood']}{why}"
        yield f"   then {isolated(one_line(told))}"
    if one["resolution"]:
        told = f"outcome: {one['outcome']}, {one['resolution']} (says {one['resolved_by']})"
        yield f"   {isolated(one_line(told))}"


def base_rate(rate: Row) -> Iterator[str]:
    """What history alone says, as of when, counted from what."""
    yield f"base rate: {isolated(one_line(rate['sentence']))}"
    yield f"   counted as of {rate['as_of']} since {rate['since']}: {isolated(one_line(rate['reference']))}"
    names = [one_line(one["name"] or one["ref"]) for one in rate["counted"]]
    if names:
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        yield f"   came: {'; '.join(map(isolated, names[:MOST_NAMED]))}{more}"
    yield from (f"   {one_line(note)}" for note in rate["notes"])


def _history(lines: Sequence[Row]) -> Iterator[str]:
    for line in lines:
        stands = "" if line["stands"] else ", undone"
        why = f": {line['reason']}" if line["reason"] else ""
        told = f"{line['decided_at'][:10]} {line['decided_by']} {line['what']}{why}"
        yield f"   {line['number']}  {isolated(one_line(told))}{stands}"


def _written(result: Row) -> Iterator[str]:
    """Where the record stands, and what is in it."""
    yield from scores(result["scores"], result["forecasts"])
    count, refused = result["corrections"]["count"], sum(one["refused"] for one in result["suggestions"])
    yield f"{count} corrections, {refused} suggestions of machines refused"
    yield from (one_line(result[name]) for name in ("html", "json"))


def scores(found: Row, counted: Row) -> Iterator[str]:
    """How good forecasts were: all, by author, by topic."""
    if not found["all"]:
        yield "No forecast of this centre has come out yet, so there is nothing to score."
    else:
        yield from _record("all", found["all"])
    for by in ("author", "topic"):
        for name, one in found[by].items():
            yield from _record(one_line(name) or f"{by} not said", one)
    yield f"{counted['open']} without an outcome, {counted['taken_back']} of them taken back; {counted['void']} void"


def _against(one: Row) -> str:
    if one["reference"] == "history":
        return f"the base rates kept with {one['compared']} of them"
    return "how often they came true, known in hindsight alone: no base rate was kept"


def _record(name: str, one: Row) -> Iterator[str]:
    skill = "" if one["skill"] is None else f", skill {one['skill']:+.2f} against {_against(one)}"
    yield f"{name}: {one['count']} scored, Brier {one['brier']:.3f}, log {one['log_score']:.3f}{skill}"
    yield f"   {one['calibration']['verdict']}"
