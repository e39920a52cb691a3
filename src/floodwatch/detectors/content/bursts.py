"""What broke out that nobody told us of? Bursts of hashtags, rare words, domains and messages as candidate events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from floodwatch.detectors.content import burst_steps as sql
from floodwatch.detectors.content.burst_tests import Ints, Window, bursts, q_values, size_of
from floodwatch.model import refs
from floodwatch.model.units import Engine, Example, Parameter, Rows, Value
from floodwatch.tools.folding import folded
from floodwatch.tools.tokens import tokens

if TYPE_CHECKING:
    import pyarrow as pa

AT_ONCE = 256
"""Series that are looked at together."""
MOST_BINS = 10_000
"""Bins of one series; longer times are cut into longer bins than an hour."""
MOST_BURSTS = 2000
"""Bursts that are joined into events, the least likely first."""
ACCOUNTS = 5
"""Accounts that must take part in a burst."""
SAME = 0.5
"""Share of the smaller burst's posts that are in the other one too where both are one event."""
LINKED = 0.25
"""Share of a burst's posts that are about a known event where it is that event."""
SHORTEST, NAMES, FIRSTS, WORDS = 3, 5, 10, 60
"""Letters of a word that is followed, things in a title, first posts kept, and words of one text."""
LISTS = ("platforms", "languages", "networks")
FIELDS = {
    "event_id": "str", "title": "str", "started_at": "ts", "ended_at": "ts", "things": "str", "posts": "int",
    "accounts": "int", "expected": "float", "p_value": "float", "q_value": "float", "methods": "str",
    "platforms": "str", "languages": "str", "network_posts": "int", "network_share": "float", "networks": "str",
    "first_posts": "str", "known_event": "str", "explanation": "str",
}  # fmt: skip


def terms(rows: pa.RecordBatch) -> pa.RecordBatch:
    """The different words of each post, a text of very many words by its first ones."""
    import pyarrow as pa

    numbers, found = list[int](), list[str]()
    for number, text in zip(rows.column(0).to_pylist(), rows.column(1).to_pylist(), strict=True):
        words = [w for w in dict.fromkeys(tokens(text[: 20 * WORDS])) if _follows(w)][:WORDS]
        numbers += [number] * len(words)
        found += words
    return pa.RecordBatch.from_pydict({"post_no": numbers, "term": found}, schema=_term_schema())


def _follows(word: str) -> bool:
    return not word.isdecimal() and (len(word) >= SHORTEST or (len(word) == 2 and not word.isascii()))


def _term_schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema([("post_no", pa.int64()), ("term", pa.string())])


class Bursts:
    """Candidate events: things used far more than before, joined where they are the same posts."""

    name = "bursts"
    description = (
        "Candidate events that broke out unseen: bursts of hashtags, rare words, domains and messages."
    )
    version = 1
    parameters = (
        Parameter("q", 0.05, "Largest share of false bursts among those listed (Benjamini-Hochberg)."),
        Parameter("most", 200, "Candidate events that are kept, the least likely first.", "events"),
    )
    needs = ("posts", "post_texts", "post_links", "members", "event_posts")
    makes = ("events_suggested",)
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `events_suggested`: posts, who pushed them, what was expected, and the known event that it is."""
        import pyarrow as pa

        engine.table(sql.POSTS)
        engine.map("bursts_terms", sql.TEXTS, terms, _term_schema())
        engine.steps((sql.ALL_USES, sql.SERIES, sql.USES))
        found, step_h = _found(engine, float(str(settings["q"])))
        engine.register("bursts_windows", _windows(found))
        engine.table(sql.INSIDE)
        groups = _groups(engine, found)
        engine.register("bursts_groups", pa.table(groups))
        engine.table(sql.JOINED)
        rows = _rows(engine, found, groups, step_h)[: int(str(settings["most"]))]
        engine.register("events_suggested", pa.Table.from_pylist(rows, schema=_schema()))
        engine.drop(
            "bursts_posts", "bursts_terms", "bursts_all_uses", "bursts_series", "bursts_uses", "bursts_windows",
            "bursts_inside", "bursts_groups", "bursts_joined",
        )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """A hashtag that twelve accounts use within minutes, and one of every hour."""
        start = datetime(2024, 5, 1, tzinfo=UTC)
        calm = [_post(n, start + timedelta(hours=n / 4), f"tea {n}", ["day"]) for n in range(400)]
        storm = [
            _post(900 + n, start + timedelta(hours=60, minutes=n), f"look {n}", ["storm"]) for n in range(12)
        ]
        return (
            Example("a burst", True, {"posts": calm + storm}),
            Example("every day alike", False, {"posts": calm}),
        )


def _found(engine: Engine, q: float) -> tuple[list[dict[str, Any]], int]:
    """The bursts that pass, the least likely first, and how many hours a bin has."""
    exposure = engine.arrow(sql.EXPOSURE).to_pydict()
    if not exposure["hour"]:
        return [], 1
    start = exposure["hour"][0]
    hours = exposure["hour"][-1] - start + 1
    step = -(-hours // MOST_BINS)
    every = {n: _binned(exposure["hour"], exposure[n], start, step, hours) for n in ("every", "own")}
    counts = {k: np.array(v) for k, v in engine.arrow(sql.COUNTS).to_pydict().items()}
    windows: list[tuple[Window, int]] = []
    tests = 0
    for kind in sorted(set(counts["kind"].tolist())):
        mine = counts["kind"] == kind
        at, n = (counts["hour"][mine] - start) // step, counts["n"][mine]
        numbers, place = np.unique(counts["series"][mine], return_inverse=True)
        shown = every["own" if kind == "term" else "every"]
        made, tried = _of_kind(place, at, n, numbers, shown, step)
        windows += made
        tests += tried
    found = _passing(windows, tests, q)
    return [_burst(w, number, start, step, value) for w, number, value in found], step


def _binned(hours: Sequence[int], values: Sequence[int], start: int, step: int, length: int) -> Ints:
    bins = np.zeros(-(-length // step), np.int64)
    np.add.at(bins, (np.array(hours) - start) // step, values)
    return bins


def _of_kind(
    place: Ints, at: Ints, n: Ints, numbers: Ints, exposure: Ints, step: int
) -> tuple[list[tuple[Window, int]], int]:
    windows: list[tuple[Window, int]] = []
    tests, size = 0, None
    for first in range(0, len(numbers), AT_ONCE):
        mine = (place >= first) & (place < first + AT_ONCE)
        dense = np.zeros((min(AT_ONCE, len(numbers) - first), len(exposure)), np.int64)
        np.add.at(dense, (place[mine] - first, at[mine]), n[mine])
        size = size_of(dense, exposure) if size is None else size
        made, tried = bursts(dense, exposure, step, size)
        windows += [(w, int(numbers[first + w.series])) for w in made]
        tests += tried
    return windows, tests


def _passing(windows: Sequence[tuple[Window, int]], tests: int, q: float) -> list[tuple[Window, int, float]]:
    values = q_values(np.array([w.p_value for w, _ in windows]), tests) if windows else np.zeros(0)
    passed = [(w, number, float(v)) for (w, number), v in zip(windows, values, strict=True) if v <= q]
    return sorted(passed, key=lambda row: (row[0].p_value, -row[0].seen, row[1], row[0].first))[:MOST_BURSTS]


def _burst(window: Window, series: int, start: int, step: int, q: float) -> dict[str, Any]:
    return {
        "series": series, "first_hour": start + window.first * step, "last_hour": start + window.last * step,
        "seen": window.seen, "expected": window.expected, "p_value": window.p_value, "q_value": q,
        "methods": window.methods,
    }  # fmt: skip


def _windows(found: Sequence[Mapping[str, Any]]) -> pa.Table:
    import pyarrow as pa

    columns = {n: pa.array([b[n] for b in found], pa.int64()) for n in ("series", "first_hour", "last_hour")}
    return pa.table({"burst": pa.array(range(len(found)), pa.int64()), **columns})


def _groups(engine: Engine, found: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Number of the event of each burst with enough accounts: bursts of the same posts are one event."""
    import pyarrow as pa

    sizes = {r["burst"]: r for r in engine.arrow(sql.SIZES).to_pylist()}
    leader = {b: b for b, row in sizes.items() if row["accounts"] >= ACCOUNTS}
    for row in engine.arrow(sql.TOGETHER).to_pylist():
        one, other = row["one"], row["other"]
        if one in leader and other in leader:
            least = min(sizes[one]["posts"], sizes[other]["posts"])
            # The less likely burst leads; those that follow it do not lead others, so that chains do not form.
            if row["shared"] >= SAME * least and leader[one] == one and leader[other] == other:
                leader[other] = one
    return {"burst": pa.array(list(leader), pa.int64()), "event": pa.array(list(leader.values()), pa.int64())}


def _rows(engine: Engine, found: Sequence[Mapping[str, Any]], groups: Mapping[str, Any], step: int) -> Rows:
    """One row per event, the least likely first."""
    things = {
        r["series"]: r for r in engine.arrow("SELECT kind, thing, series FROM bursts_series").to_pylist()
    }
    of: dict[int, list[int]] = {}
    for burst, event in zip(groups["burst"].to_pylist(), groups["event"].to_pylist(), strict=True):
        of.setdefault(event, []).append(burst)
    firsts: dict[int, list[str]] = {}
    for row in engine.arrow(sql.FIRST.format(most=FIRSTS)).to_pylist():
        firsts.setdefault(row["event"], []).append(refs.post(row["platform"], row["post_id"]))
    known: dict[int, dict[str, Any]] = {}
    for row in engine.arrow(sql.KNOWN).to_pylist():
        known.setdefault(row["event"], row)
    names: dict[tuple[int, str], list[str]] = {}
    for row in engine.arrow(sql.NAMES).to_pylist():
        names.setdefault((row["event"], row["field"]), []).append(row["name"])
    return [
        _row(
            told | _lists(names, told["event"]),
            [found[b] for b in sorted(of[told["event"]])],
            things,
            firsts[told["event"]],
            known,
            step,
        )
        for told in engine.arrow(sql.TOLD).to_pylist()
    ]


def _lists(names: Mapping[tuple[int, str], list[str]], event: int) -> dict[str, str]:
    return {field: "|".join(names.get((event, field), ())) for field in LISTS}


def _row(
    told: Mapping[str, Any],
    mine: Sequence[Mapping[str, Any]],
    things: Mapping[int, Mapping[str, Any]],
    firsts: Sequence[str],
    known: Mapping[int, Mapping[str, Any]],
    step: int,
) -> dict[str, Any]:
    lead, posts = mine[0], told["posts"]
    names = [*dict.fromkeys(_name(things[b["series"]]) for b in mine)]
    event = known.get(told["event"])
    same = event is not None and event["posts"] >= LINKED * posts
    share = told["network_posts"] / posts
    return {
        "event_id": refs.content_id("burst", names[0], str(lead["first_hour"])),
        "title": ", ".join(_titled(names)),
        "things": "|".join(refs.encode(name) for name in names[:FIRSTS]),
        "expected": lead["expected"], "p_value": lead["p_value"], "q_value": lead["q_value"],
        "methods": "|".join(sorted({m for b in mine for m in b["methods"]})),
        "network_share": share, "first_posts": "|".join(firsts),
        "known_event": event["event_id"] if same and event else "",
        "explanation": (
            f"{names[0]}: {lead['seen']} uses in {(lead['last_hour'] - lead['first_hour'])} h where "
            f"{lead['expected']:.2g} were expected from its use at other times; {share:.0%} of the posts by "
            f"members of networks; news, matches, holidays and jokes break out too"
        ),
        **{n: told[n] for n in ("started_at", "ended_at", "posts", "accounts", "network_posts", *LISTS)},
    }  # fmt: skip


def _titled(names: Sequence[str]) -> list[str]:
    """What an event is called by: its hashtags and words, else whatever burst."""
    short = [name for name in names if name.startswith(("hashtag:", "term:"))] or names
    plain = [name.partition(":")[2][:80] for name in short]
    return [*{folded(name): name for name in reversed(plain)}.values()][::-1][:NAMES]


def _name(thing: Mapping[str, Any]) -> str:
    return f"{thing['kind']}:{thing['thing']}"


def _schema() -> pa.Schema:
    import pyarrow as pa

    kinds = {"str": pa.string(), "ts": pa.timestamp("us", tz="UTC"), "int": pa.int64(), "float": pa.float64()}
    return pa.schema([(name, kinds[kind]) for name, kind in FIELDS.items()])


def _post(number: int, when: datetime, text: str, tags: Sequence[str]) -> dict[str, Any]:
    ids = {"platform": "x", "post_id": str(number), "account_id": str(number % 97)}
    return {**ids, "created_at": when, "text": text, "hashtags": list(tags)}


BURSTS = Bursts()
