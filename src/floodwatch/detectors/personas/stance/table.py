"""Every post's stance toward every target that it names, for members of networks and for the background."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from floodwatch.detectors.personas.samples import people, post
from floodwatch.detectors.personas.stance.found import found
from floodwatch.detectors.personas.stance.names import Names, Target, target
from floodwatch.detectors.personas.stance.reading import stances
from floodwatch.model.units import Engine, Example, Parameter, Value

if TYPE_CHECKING:
    import pyarrow as pa

SAMPLE = 20_000
"""Posts of networks among which targets are looked for, drawn by the MD5 of their ids."""

MEMBERS_SAY = f"""
    SELECT a.account_no, p.text, lower(coalesce(p.language, a.language, '')) AS language
    FROM posts p JOIN personas a USING (platform, account_id)
    WHERE p.text IS NOT NULL AND a.account_no IN (SELECT account_no FROM persona_members)
    ORDER BY md5(p.platform || '/' || p.post_id), p.platform, p.post_id LIMIT {SAMPLE}
"""
ALL_SAY = """
    SELECT p.platform, p.post_id, a.account_no, p.text
    FROM posts p JOIN personas a USING (platform, account_id)
    WHERE p.text IS NOT NULL
      AND (a.background OR a.account_no IN (SELECT account_no FROM persona_members))
"""


def chosen(texts: Sequence[str]) -> tuple[list[Target], list[tuple[str, str]]]:
    """Targets that a user gave, and which of them exclude each other (`A|B`)."""
    pairs = [tuple(n.strip() for n in t.split("|", 1)) for t in texts if "|" in t]
    opposed = sorted({(min(a, b), max(a, b)) for a, b in pairs if a and b and a != b})
    given = {one.name: one for one in (target(t) for t in texts if "|" not in t) if one.name}
    for name in (n for pair in opposed for n in pair):
        given.setdefault(name, Target(name))
    return list(given.values()), opposed


class Stances:
    """One row per post and target that it names, with what it says of it."""

    name = "stances"
    description = "Whether each post supports, attacks or only mentions the targets that it names."
    version = 1
    parameters = (
        Parameter(
            "targets", (),
            "Whose supporters and opponents to count: name, or name=alias;alias;+slogan for;-slogan against; A|B "
            "says that A and B exclude each other.",
        ),
        Parameter("find", 8, "How many more targets to take from what networks write most.", "targets"),
    )  # fmt: skip
    needs = ("posts", "personas", "persona_members")
    makes = ("stances", "stance_targets", "opposed_targets")
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `stances`, the targets looked for, and the pairs of them that a user gave as opposed."""
        given, opposed = chosen(_texts(settings["targets"]))
        most = int(str(settings["find"]))
        said = engine.arrow(MEMBERS_SAY).to_pylist() if most > 0 else []
        targets = (*given, *found(said, given, most))
        read = ALL_SAY if targets else f"{ALL_SAY} AND FALSE"
        engine.map("stances", read, partial(_read, targets), _schema())
        engine.register("stance_targets", _targets(targets))
        engine.register("opposed_targets", _pairs(opposed))

    def examples(self) -> Sequence[Example]:
        """A vote for a target, and the same words about nobody who was asked for."""
        said = {**people([{}] * 2), "posts": [post(0, 0, "I am voting for Alderon")]}
        return (
            Example("a vote", True, said, {"targets": ("Alderon",)}),
            Example("of somebody else", False, {**said, "posts": [post(0, 0, "good morning all")]}),
        )


def _texts(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else tuple(str(value).split(","))


@lru_cache(maxsize=4)
def _names(targets: tuple[Target, ...]) -> Names:
    return Names(targets)


def _read(targets: tuple[Target, ...], rows: pa.RecordBatch) -> pa.RecordBatch:
    """Rows of posts to one row per post and target, each different text read once."""
    import pyarrow as pa

    coded = rows.column("text").dictionary_encode()
    names = _names(targets)
    read = [sorted(stances(text, names).items()) for text in coded.dictionary.to_pylist()]
    owners = [(row, *one) for row, place in enumerate(coded.indices.to_pylist()) for one in read[place]]
    places = pa.array([row for row, *_ in owners], pa.int64())
    columns = {name: rows.column(name).take(places) for name in ("platform", "post_id", "account_no")}
    columns["target"] = pa.array([who for _, who, _ in owners], pa.string())
    columns["stance"] = pa.array([side for *_, side in owners], pa.string())
    return pa.RecordBatch.from_pydict(columns, schema=_schema())


def _schema() -> pa.Schema:
    import pyarrow as pa

    texts = [(n, pa.string()) for n in ("platform", "post_id")]
    return pa.schema([*texts, ("account_no", pa.int64()), ("target", pa.string()), ("stance", pa.string())])


def _targets(targets: Sequence[Target]) -> pa.Table:
    import pyarrow as pa

    rows: list[dict[str, Any]] = [
        {"target": t.name, "aliases": list(t.aliases), "found": t.found} for t in targets
    ]
    kinds = [("target", pa.string()), ("aliases", pa.list_(pa.string())), ("found", pa.bool_())]
    return pa.Table.from_pylist(rows, schema=pa.schema(kinds))


def _pairs(opposed: Sequence[tuple[str, str]]) -> pa.Table:
    import pyarrow as pa

    rows = [{"one": a, "other": b} for a, b in opposed]
    return pa.Table.from_pylist(rows, schema=pa.schema([("one", pa.string()), ("other", pa.string())]))


STANCES = Stances()
