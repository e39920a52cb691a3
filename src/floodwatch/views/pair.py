"""Two accounts: every behaviour in which they were linked, with the posts behind it."""

from __future__ import annotations

from typing import Any

from floodwatch.model import refs
from floodwatch.model.dossier import Edge
from floodwatch.model.errors import SettingError
from floodwatch.model.units import Parameter
from floodwatch.views.evidence import POSTS, edge
from floodwatch.views.mask import mask
from floodwatch.views.unit import Reader, View, grouped, literal, rows

PICKED = """
WITH picked AS (
  SELECT '' AS network_id, row_number() OVER (ORDER BY q_value, behaviour) AS strong_place, e.* FROM edges e
  WHERE (source_platform = {p} AND source_id = {a} AND target_platform = {q} AND target_id = {b})
    OR (source_platform = {q} AND source_id = {b} AND target_platform = {p} AND target_id = {a}))
"""


def view(reader: Reader, source: str = "", target: str = "", most: int = 50) -> tuple[Edge, ...]:
    """The links of two accounts, given by their refs, the strongest first; members are named, others masked."""
    if not (source or target):
        return ()
    first, second = _account(source), _account(target)
    chosen = PICKED.format(
        p=literal(first.platform), a=literal(first.id), q=literal(second.platform), b=literal(second.id)
    )
    hidden = mask(reader)
    posts = [_placed(row) for row in rows(reader, chosen + POSTS.format(rows=int(most)))]
    behind = grouped(posts, "place_of")
    found = rows(reader, chosen + "SELECT * FROM picked ORDER BY strong_place")
    return tuple(edge(row, behind.get(str(row["strong_place"]), []), hidden) for row in found)


def _placed(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"place_of": str(row["strong_place"])}


def _account(ref: str) -> refs.Ref:
    try:
        found = refs.parse(ref)
    except ValueError:
        found = None
    if found is None or not (ref.startswith("account:") and found.platform and found.id):
        raise SettingError(f"{ref!r} is no account", do="Write account:PLATFORM/ID.")
    return found


PAIR = View(
    "pair",
    "The links of two accounts, with the posts behind them",
    view,
    needs=("edges", "edge_evidence", "members", "posts", "accounts"),
    parameters=(
        Parameter("source", "", "ref of one account"),
        Parameter("target", "", "ref of the other one"),
        Parameter("most", 50, "pairs of posts of each link"),
    ),
)
