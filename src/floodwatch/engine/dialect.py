"""From DuckDB's SQL to Spark's: sqlglot translates, and the few things that it gets wrong are put right here.

Both engines must give the same values, so a function that differs in rare cases (lower case of two letters,
the order inside a list, seconds with a fraction) is replaced by one that does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.dialects.spark import Spark

JAVA_TIMES = {"%Y": "yyyy", "%m": "MM", "%d": "dd", "%H": "HH", "%M": "mm", "%S": "ss"}
ODD_CAPITALS = ("İΣ", "iσ")
"""Two letters that Java lowers by their neighbours or to two letters; DuckDB lowers every letter alone."""


class Ours(DuckDB):  # type: ignore[misc]
    """DuckDB's dialect; `len` is of lists only, as everywhere in this project (`length` is of text)."""

    class Parser(DuckDB.Parser):  # type: ignore[misc]
        """Reads `len` as the size of a list."""

        FUNCTIONS = {**DuckDB.Parser.FUNCTIONS, "LEN": exp.ArraySize.from_arg_list}  # noqa: RUF012


class Theirs(Spark):  # type: ignore[misc]
    """Spark's dialect as of version 4, which knows QUALIFY."""

    class Generator(Spark.Generator):  # type: ignore[misc]
        """Writes a SELECT as it is."""

        TRANSFORMS = {  # noqa: RUF012
            **{kind: how for kind, how in Spark.Generator.TRANSFORMS.items() if kind is not exp.Select},
            exp.ArraySize: lambda self, e: self.func("SIZE", e.this),
            exp.ArrayOverlaps: lambda self, e: self.func("ARRAYS_OVERLAP", e.this, e.expression),
        }


@dataclass(frozen=True, slots=True)
class Statement:
    """One translated statement: the query, and what becomes of its rows under which name."""

    makes: Literal["table", "view", "rows", "nothing"]
    name: str
    sql: str


@lru_cache(maxsize=4096)
def statement(sql: str) -> Statement:
    """Translate one statement: a query, CREATE TABLE or VIEW from a query, or DROP TABLE."""
    tree = sqlglot.parse_one(sql, read=Ours)
    if isinstance(tree, exp.Create):
        kind: Literal["table", "view"] = "view" if tree.args["kind"] == "VIEW" else "table"
        return Statement(kind, tree.this.name, _written(tree.expression))
    if isinstance(tree, exp.Drop):
        return Statement("nothing", tree.args["tables"][0].name, "")
    return Statement("rows", "", _written(tree))


def _written(tree: exp.Expression) -> str:
    whole = exp.Paren(this=tree)
    for node in reversed(list(whole.walk(bfs=False))):
        change = _CHANGES.get(type(node))
        if change and not isinstance(node.parent, exp.Filter):
            node.replace(change(node.copy()))
    return str(whole.this.sql(Theirs))


def _lower(node: exp.Expression) -> exp.Expression:
    given, meant = map(exp.Literal.string, ODD_CAPITALS)
    return exp.Lower(this=exp.Anonymous(this="translate", expressions=[node.this, given, meant]))


def _seconds(node: exp.Expression) -> exp.Expression:
    return exp.Div(
        this=exp.Anonymous(this="unix_micros", expressions=[node.this]),
        expression=exp.Cast(this=exp.Literal.number(1_000_000), to=exp.DataType.build("double")),
    )


def _moment(node: exp.Expression) -> exp.Expression:
    return exp.Anonymous(this="timestamp_seconds", expressions=[node.this])


def _formatted(node: exp.Expression) -> exp.Expression:
    text, pattern = node.args["format"].name, ""
    while text:
        known = JAVA_TIMES.get(text[:2])
        pattern += known or (f"'{text[0]}'" if text[0].isalpha() else text[0])
        text = text[2 if known else 1 :]
    return exp.Anonymous(this="date_format", expressions=[node.this, exp.Literal.string(pattern)])


def _quantile(node: exp.Expression) -> exp.Expression:
    within = exp.Order(expressions=[exp.Ordered(this=node.this)])
    name = "percentile_disc" if isinstance(node, exp.PercentileDisc) else "percentile_cont"
    return exp.WithinGroup(this=exp.Anonymous(this=name, expressions=[node.expression]), expression=within)


def _collected(node: exp.Expression) -> exp.Expression:
    """A list in the stated order, nulls last; Spark's own has no order and no nulls, so rows are sorted."""
    listed = node.this if isinstance(node, exp.Filter) else node
    if not isinstance(listed, exp.ArrayAgg) or not isinstance(listed.this, exp.Order):
        return node
    order, value = listed.this.expressions, listed.this.this
    if any(key.args.get("desc") for key in order):
        raise NotImplementedError("A list in falling order has no translation for Spark")
    distinct = isinstance(value, exp.Distinct)
    value = value.expressions[0] if distinct else value
    keys = [part for key in order for part in (exp.Is(this=key.this, expression=exp.Null()), key.this)]
    fields = [exp.alias_(key.copy(), f"k{n}") for n, key in enumerate(keys)]
    row = exp.Anonymous(this="struct", expressions=[*fields, exp.alias_(value, "v")])
    rows = exp.Anonymous(this="collect_set" if distinct else "collect_list", expressions=[row])
    sorted_rows = exp.Anonymous(this="array_sort", expressions=[_where(rows, node)])
    value_of = exp.Lambda(this=exp.column("v", "r"), expressions=[exp.to_identifier("r")])
    return exp.Anonymous(this="transform", expressions=[sorted_rows, value_of])


def _where(rows: exp.Expression, node: exp.Expression) -> exp.Expression:
    return exp.Filter(this=rows, expression=node.expression) if isinstance(node, exp.Filter) else rows


def _picked(node: exp.Expression) -> exp.Expression:
    """The value of the smallest or greatest row; rows without a value do not count."""
    known = exp.Not(this=exp.Is(this=node.this.copy(), expression=exp.Null()))
    return exp.Filter(this=node, expression=exp.Where(this=known))


def _replaced(node: exp.Expression) -> exp.Expression:
    """Groups in what replaces a match: Java writes them with another sign."""
    text = node.args["replacement"].name.replace("$", "\\$")
    node.set("replacement", exp.Literal.string(re.sub(r"\\(\d)", r"$\1", text)))
    return node


def _windowed(node: exp.Expression) -> exp.Expression:
    """A window by its name, which Spark would read on into what follows; numbers in no order, which it refuses."""
    if isinstance(node.this, exp.RowNumber) and not any(
        map(node.args.get, ("order", "partition_by", "alias"))
    ):
        node.set("order", exp.Order(expressions=[exp.Null()]))
    return exp.Paren(this=node) if node.args.get("alias") else node


_CHANGES = {
    exp.ArgMin: _picked,
    exp.ArgMax: _picked,
    exp.RegexpReplace: _replaced,
    exp.Window: _windowed,
    exp.Lower: _lower,
    exp.TimeToUnix: _seconds,
    exp.UnixToTime: _moment,
    exp.TimeToStr: _formatted,
    exp.PercentileCont: _quantile,
    exp.PercentileDisc: _quantile,
    exp.Filter: _collected,
    exp.ArrayAgg: _collected,
}
