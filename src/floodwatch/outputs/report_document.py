"""The report of a case as a document to print: what was found, why, by what chance, and what it does not say.

It is shorter than the page: the first networks that are covert or unclear, the first members and objects, and the
hashes of what was read. Every cut says how much it leaves out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from floodwatch.model.claims import PAP, TLP
from floodwatch.model.document import (
    ASSESSED,
    OBSERVED,
    REPORTED,
    Block,
    Bullets,
    Callout,
    Document,
    Evidence,
    Facts,
    Figure,
    Heading,
    Item,
    Paragraph,
    Quote,
    Table,
)
from floodwatch.model.dossier import COVERT_MEANS, Detail, Dossier, Example, Network, Post
from floodwatch.model.runs import Run, Runs, words
from floodwatch.outputs import charts, text, told
from floodwatch.outputs.picture import picture

MOST_NETWORKS, MOST_PRINTED, MOST_MEMBERS, MOST_OBJECTS, MOST_FILES = 60, 10, 25, 8, 200
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
ROLE = "Made by Floodwatch; a machine suggests it, no person has confirmed it"


def document(dossier: Dossier) -> Document:
    """The document. It is dated by the last post that was read, not by the clock."""
    head, *more = dossier.headline
    known = tuple(m for m in dossier.markings if m in (*TLP, *PAP))
    blocks = (
        *_marked_otherwise([m for m in dossier.markings if m and m not in (*TLP, *PAP)]),
        *_summary(dossier, more),
        *_collected(dossier),
        *_networks(dossier),
        *(block for number, one in printed(dossier) for block in _network(dossier, number, one)),
        *_meaning(dossier.assessed),
        *_method(dossier),
    )
    return Document(
        head, "en", dossier.as_of or UNDATED, blocks, subtitle="Report on coordinated behaviour",
        series=f"Case {dossier.case}", markings=known, authors=(ROLE,),
        appendix=tuple(_files(dossier)),
    )  # fmt: skip


def _marked_otherwise(labels: Sequence[str]) -> Iterator[Callout]:
    """Labels of other schemes, which no page can be marked with, before everything else."""
    if labels:
        said = f"The data are marked: {', '.join(labels)}. Whoever passes this on heeds that."
        yield Callout("Other markings", (words(said),))


def printed(dossier: Dossier) -> list[tuple[int, Detail]]:
    """Networks that are printed, with their numbers in the report: the first that are covert or unclear."""
    numbered = list(enumerate(dossier.details, 1))
    doubtful = [one for one in numbered if one[1].network.kind != "overt"]
    return doubtful[:MOST_PRINTED] or numbered[:1]


def _said(line: str, voice: str = "", refs: Sequence[str] = ()) -> Paragraph:
    return Paragraph(words(line), voice=voice, refs=tuple(refs))


def _head(level: int, line: str) -> Heading:
    return Heading(level, words(line))


def _list(lines: Sequence[str], voice: str = "") -> Iterator[Bullets]:
    if lines:
        yield Bullets(tuple(Item(words(line)) for line in lines), voice=voice)


def _cut(shown: int, total: int, things: str, where: str) -> Iterator[Paragraph]:
    line = told.not_shown(shown, total, things, where)
    if line:
        yield _said(line)


def _summary(dossier: Dossier, more: Sequence[str]) -> Iterator[Block]:
    yield _head(1, "Summary")
    for line in (dossier.headline[0], *more):
        yield _said(line, OBSERVED)
    yield Callout("", (words(f"{COVERT_MEANS} A machine suggests it; no person has confirmed it."),))
    yield Facts(
        (
            ("Coordination", words("Tested against chance for every pair of accounts and every group.")),
            ("Deception", words("Only as far as posts and profiles contradict what accounts claim to be.")),
            ("Harm", words("Not assessed here.")),
            ("Sponsor", words("Never measured; what people judged stands under What it means.")),
        )
    )


def _collected(dossier: Dossier) -> Iterator[Block]:
    counts = dossier.overview.counts
    yield _head(1, "The data")
    read = {"Posts": "posts", "Accounts that posted": "authors", "Profiles": "profiles"}
    told_of = {name: counts.get(key) for name, key in read.items()} | {
        "Rows rejected": dossier.overview.rejected
    }
    yield Facts(tuple((name, words(text.number(count))) for name, count in told_of.items()))
    yield from _list([_collection(row) for row in told.alike(dossier.overview.collections)[:8]], OBSERVED)
    for name, lines in (
        ("What the data can show", dossier.can_show),
        ("What they cannot show", dossier.cannot_show),
        ("Warnings", [f"{w['what']} {w.get('so') or ''}".strip() for w in dossier.overview.warnings]),
    ):
        if lines:
            yield _head(2, name)
            yield from _list(lines)
    yield _head(2, "The smallest operation that would have been seen")
    yield from _list([_planted(row) for row in dossier.smallest.found], OBSERVED)
    yield _said(dossier.smallest.note or "Not measured.")


def _collection(row: Mapping[str, Any]) -> str:
    said = f"{text.number(row['posts'])} posts: {told.collected(dict(row))}"
    for name, key in (
        ("released by", "released_by"),
        ("query", "collection_query"),
        ("known gaps", "known_gaps"),
    ):
        if row.get(key):
            said += f"; {name}: {row[key]}"
    return said + "."


def _planted(row: Mapping[str, Any]) -> str:
    return (
        f"By {text.words(row['trace'])}: {text.number(row['members'])} accounts with "
        f"{text.number(row['actions_each'])} joint actions each within {text.seconds(row['spread_s'])} "
        f"({text.number(row['found'])} of {text.number(row['planted'])} found, 95% interval "
        f"{told.whole_percent(row['power_low'])} to {told.whole_percent(row['power_high'])})."
    )


def _networks(dossier: Dossier) -> Iterator[Block]:
    yield _head(1, "The networks")
    if not dossier.networks:
        yield _said("None was found. What was tested, below, says what that is worth.")
        return
    shown = dossier.networks[:MOST_NETWORKS]
    yield Table(
        tuple(map(words, ("No.", "Kind", "Accounts", "Platforms", "Behaviours", "q", "Why this kind"))),
        tuple(_row(number, network) for number, network in enumerate(shown, 1)),
        "Networks: covert first, then the others; larger ones first. q is the expected share of false findings "
        "among networks at least this sure.",
        ("end", "start", "end", "start", "start", "end", "start"),
        voice=OBSERVED,
    )
    yield from _cut(len(shown), len(dossier.networks), "networks", "findings/networks.csv")
    drawn = picture(dossier.graph, dossier.networks, dossier.seed)
    if drawn.svg:
        yield Figure(
            f"Picture of {drawn.networks} networks: {drawn.nodes:,} accounts as marks, {drawn.edges:,} links as lines.",
            "Every mark is an account, every line a pair that passed the test. Circles are covert, triangles unclear, "
            "squares overt networks. The distance between networks means nothing.",
            drawn.svg,
            voice=OBSERVED,
        )


def _row(number: int, network: Network) -> tuple[Runs, ...]:
    cells = (
        str(number), network.kind, text.number(network.members), ", ".join(network.platforms),
        ", ".join(map(text.words, network.behaviours)), text.chance(network.q_value), network.summary,
    )  # fmt: skip
    return tuple(map(words, cells))


def _network(dossier: Dossier, number: int, one: Detail) -> Iterator[Block]:
    network, kind = one.network, one.network.kind_detail
    where = ", ".join(network.platforms) or "one platform"
    yield _head(2, f"Network {number}: {network.kind}, {text.number(network.members)} accounts on {where}")
    yield _said(network.summary, OBSERVED, (network.ref,))
    yield Facts(_facts(dossier, network), voice=OBSERVED)
    innocent = text.sentence(kind.get("innocent_account") or "None was given for this network")
    apart = text.sentence(kind.get("tell_apart") or "Not stated")
    yield Callout("The innocent account", (words(innocent), words(f"What would tell the two apart: {apart}")))
    yield from _pictures(one)
    if one.robustness:
        yield _head(3, "Does it survive?")
        lines = [f"{'Yes' if fine else 'No'}: {line}" for fine, line in told.survival(one.robustness)]
        yield from _list(lines, OBSERVED)
    yield from _objects(dossier, one)
    for example in one.examples[:1]:
        yield from _example(example)
    yield from _members(one)


def _facts(dossier: Dossier, network: Network) -> tuple[tuple[str, Runs], ...]:
    kind = network.kind_detail
    signs = told.deception(kind.get("deception_signs") or ())
    right = told.right_in_words(told.right(dossier.prevalence).get(network.kind, []))
    span = f"{text.day(network.first_seen)} to {text.day(network.last_seen)}"
    facts = {
        "Coordination": f"Beyond chance: q {text.related(network.q_value)}{told.counted(network)}.",
        "Deception": f"Signs: {signs}." if signs else "Of the signs that were looked for, none was measured.",
        "When": f"What ties them happened from {span}.",
        "How often this is right": f"Of groups called {network.kind}, expected to be right: {right}."
        if right
        else f"How often “{network.kind}” is right was not measured.",
    }
    return tuple((name, words(said)) for name, said in facts.items())


def _pictures(one: Detail) -> Iterator[Block]:
    for caption, drawn in (
        ("Shared objects against chance. Hollow: expected; full: observed. Logarithmic scale.",
         charts.against_chance(told.compared(one))),
        ("Posts by weekday and hour (UTC).", charts.rhythm(one.rhythm)),
        (f"All posts of the members per {one.timeline_step} (UTC).", charts.timeline(one.timeline, one.timeline_step)),
    ):  # fmt: skip
        yield Figure(charts.label(drawn) or caption, caption, drawn, voice=OBSERVED)


def _objects(dossier: Dossier, one: Detail) -> Iterator[Block]:
    shown = one.objects[:MOST_OBJECTS]
    if not shown:
        return
    yield _head(3, "What")
    yield Table(
        tuple(map(words, ("Shared object", "As", "Members", "All accounts", "Actions"))),
        tuple(
            (
                words(_label(row, dossier.links), "und"),
                words(text.words(row["trace"])),
                *(words(text.number(row[name])) for name in ("members", "accounts", "actions")),
            )
            for row in shown
        ),
        "Objects that most members share",
        ("start", "start", "end", "end", "end"),
        voice=OBSERVED,
    )
    yield from _cut(
        len(shown), one.objects_total, "objects that two or more members share", "the report’s page"
    )


def _label(row: Mapping[str, Any], links: str) -> str:
    label = str(row["label"])[:300]
    return text.defang(label) if row["trace"] in ("url", "domain") and links == "defanged" else label


def _example(example: Example) -> Iterator[Block]:
    yield _head(3, "Posts side by side")
    yield _said(
        f"{text.sentence(example.why)} They stand {text.seconds(abs(example.evidence.lag_s))} apart.",
        OBSERVED,
    )
    for post in (example.evidence.source, example.evidence.target):
        yield _quote(post)


def _quote(post: Post) -> Quote:
    when = f", {text.moment(post.created_at, seconds=True)} UTC" if post.created_at else ""
    who = f"{post.account.label} on {post.account.platform}{when}{' (cut)' if post.cut else ''}"
    shown = post.text if post.text.strip() else "(no text)"
    return Quote(shown, "und", towards(shown), who, voice=OBSERVED, refs=(post.ref,))


def towards(said: str) -> str:
    """The direction in which a text without a language begins."""
    strong = (unicodedata.bidirectional(c) for c in said)
    return next(("ltr" if kind == "L" else "rtl" for kind in strong if kind in ("L", "R", "AL")), "ltr")


def _members(one: Detail) -> Iterator[Block]:
    shown = one.accounts[:MOST_MEMBERS]
    if not shown:
        return
    yield _head(3, "Who")
    yield Table(
        tuple(map(words, ("Account", "Platform", "Score", "Joined by"))),
        tuple(
            (
                words(str(row.get("handle") or row["account_id"]), "und"),
                words(str(row["platform"])),
                words(text.number(row.get("score"))),
                words(text.words(row.get("route") or "")),
            )
            for row in shown
        ),
        "Members, surest first; a score says how sure the test is, never that somebody is a bot",
        ("start", "start", "end", "start"),
        voice=OBSERVED,
    )
    yield from _cut(len(shown), one.network.members, "members", "findings/members.csv")


def _meaning(assessed: Mapping[str, Any]) -> Iterator[Block]:
    yield _head(1, "What it means")
    yield _said(
        "The machine finds; who is behind it, why, and with what effect is judged by people, who can be wrong."
    )
    judgements = assessed.get("judgements") or ()
    if not judgements:
        yield _said(
            "Nobody has judged this case yet. That nothing is said says nothing for or against anybody."
        )
    for one in judgements:
        by = str(one.get("said_by") or "")
        voice = REPORTED if by else ASSESSED
        yield Paragraph((Run(str(one["says"]), strong=True),), voice=voice, by=by)
        if one.get("confidence"):
            sure = f"Confidence: {one['confidence']}, {one.get('confidence_reason') or ''}".strip(", ")
            yield Paragraph(words(sure), voice=voice, by=by)


def _method(dossier: Dossier) -> Iterator[Block]:
    yield _head(1, "Method and limits")
    yield _said(told.METHOD)
    if dossier.tested:
        yield Table(
            tuple(
                map(words, ("Behaviour", "Accounts", "Actions", "Pairs possible", "Links accepted", "Note"))
            ),
            tuple(
                (
                    words(text.words(row["trace"])),
                    *(words(text.number(row[n])) for n in ("accounts", "actions", "pairs_possible", "edges")),
                    words(str(row.get("note") or "")),
                )
                for row in dossier.tested
            ),
            "What was tested",
            ("start", "end", "end", "end", "end", "start"),
        )
    yield _head(2, "Limits")
    yield from _list(told.limits(dossier))
    versions = " · ".join(f"{name} {version}" for name, version in dossier.versions.items())
    yield _said(f"Floodwatch · {versions} · seed {dossier.seed}.")


def _files(dossier: Dossier) -> Iterator[Evidence]:
    for row in dossier.overview.inputs[:MOST_FILES]:
        what = f"{text.number(row.get('rows_read'))} rows read, {row.get('format') or 'format not known'}"
        yield Evidence(f"file:{row['file']}", str(row.get("sha256") or ""), what)
