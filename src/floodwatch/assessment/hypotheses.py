"""Analysis of competing hypotheses: which explanation has least against it, and on what that rests.

Only what is inconsistent counts. Nearly everything is consistent with some explanation, so that what fits decides
nothing. Steps: Heuer, Psychology of Intelligence Analysis, 1999, chapter 8. Weights and cells are those of PARC's ACH
software: I counts 1, II 2; low, medium and high credibility and relevance multiply by 1/√2, 1 and √2. Items of one
group count once, with the most that one of them says. Controlled tests have not shown that the method makes judgements
more accurate; it shows how they were come by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from floodwatch.assessment.evidence import Item, Matrix

AGAINST = {"CC": 0, "C": 0, "N": 0, "NA": 0, "I": 1, "II": 2}
WEIGHTS = {"low": 2**-0.5, "medium": 1.0, "high": 2**0.5}
CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Score:
    """One hypothesis: what is inconsistent with it, and its rank (1 has least against it).

    `rank` is None where items are not `rated` against it: what was not looked at speaks against nothing.
    """

    hypothesis: str
    against: float
    items_against: tuple[str, ...]
    rated: int
    unrated: tuple[str, ...]
    rank: int | None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """How far one item tells hypotheses apart: the most against one, less the least; 0 tells nothing apart."""

    item: str
    weight: float
    spread: float
    said: str


@dataclass(frozen=True, slots=True)
class Without:
    """What the ranking becomes without an item, or without a whole group: who leads, and whether that is a change."""

    left_out: str
    is_group: bool
    leaders: tuple[str, ...]
    margin: float
    flips: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One of Heuer's steps, whether it is done, and what is there to see."""

    number: int
    what: str
    done: bool
    said: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """A matrix with everything that follows from it.

    `margin` is how much more stands against the next than against the leaders. `fewest` is a smallest set of groups
    without which another one would lead or draw level; empty where there is no such set.
    """

    scores: tuple[Score, ...]
    leaders: tuple[str, ...]
    margin: float
    diagnostics: tuple[Diagnostic, ...]
    undiagnostic: tuple[str, ...]
    without: tuple[Without, ...]
    flips: tuple[str, ...]
    fewest: tuple[str, ...]
    warnings: tuple[str, ...]
    steps: tuple[Step, ...]


def weigh(matrix: Matrix) -> Weighed:
    """Everything at once."""
    scored = scores(matrix)
    leaders, margin = leading(scored)
    diagnostics = tuple(diagnostic(matrix, item) for item in matrix.items)
    nothing = tuple(one.item for one in diagnostics if one.spread <= CLOSE)
    left = tuple(left_out(matrix, leaders))
    flips = tuple(one.left_out for one in left if one.flips)
    fewest = fewest_to_flip(matrix, scored)
    warned = tuple(warnings(matrix, scored))
    return Weighed(
        scored, leaders, margin, diagnostics, nothing, left, flips, fewest, warned,
        steps(matrix, scored, nothing, flips),
    )  # fmt: skip


def weight(item: Item) -> float:
    """What an item counts for."""
    return WEIGHTS[item.credibility] * WEIGHTS[item.relevance]


def against(items: Sequence[Item], hypothesis: str) -> float:
    """What a group of items says against a hypothesis: the most that one of them says."""
    return max(
        (weight(i) * AGAINST[i.cells[hypothesis]] for i in items if hypothesis in i.cells), default=0.0
    )


def scores(matrix: Matrix) -> tuple[Score, ...]:
    """All hypotheses, those with least against them first, those that cannot be ranked last."""
    rows = []
    for name in (one.name for one in matrix.hypotheses):
        total = sum(against(group, name) for group in matrix.groups().values())
        speaks = tuple(i.name for i in matrix.items if AGAINST[i.cells.get(name, "NA")])
        unrated = tuple(i.name for i in matrix.items if name not in i.cells)
        rows.append(Score(name, total, speaks, len(matrix.items) - len(unrated), unrated, None))
    ranked = sorted((row for row in rows if not row.unrated), key=lambda row: row.against)
    placed = tuple(_placed(row, ranked) for row in ranked)
    return (*placed, *(row for row in rows if row.unrated))


def _placed(row: Score, ranked: Sequence[Score]) -> Score:
    rank = 1 + sum(other.against < row.against - CLOSE for other in ranked)
    return Score(row.hypothesis, row.against, row.items_against, row.rated, row.unrated, rank)


def leading(scored: Sequence[Score]) -> tuple[tuple[str, ...], float]:
    """Who has least against them, and how much more the next one has (0 where there is no next)."""
    leaders = tuple(row.hypothesis for row in scored if row.rank == 1)
    ranked = [row.against for row in scored if row.rank is not None]
    others = [row.against for row in scored if row.rank is not None and row.rank > 1]
    return leaders, min(others) - ranked[0] if others else 0.0


def diagnostic(matrix: Matrix, item: Item) -> Diagnostic:
    """How far an item tells apart the hypotheses that it is rated against."""
    found = [weight(item) * AGAINST[item.cells[h.name]] for h in matrix.hypotheses if h.name in item.cells]
    spread = max(found) - min(found) if found else 0.0
    if not found:
        said = "rated against none"
    elif spread > CLOSE:
        said = "tells apart"
    else:
        said = "equally inconsistent with all" if found[0] else "inconsistent with none"
    return Diagnostic(item.name, weight(item), spread, said)


def left_out(matrix: Matrix, leaders: tuple[str, ...]) -> Iterator[Without]:
    """The ranking without each item, and without each group of several."""
    groups = matrix.groups()
    for item in matrix.items:
        yield _left(matrix, item.name, (item.name,), leaders, False)
    for name, items in groups.items():
        if len(items) > 1:
            yield _left(matrix, name, tuple(i.name for i in items), leaders, True)


def _left(
    matrix: Matrix, said: str, names: tuple[str, ...], leaders: tuple[str, ...], group: bool
) -> Without:
    ranked = {name for name in (row.hypothesis for row in scores(matrix) if row.rank is not None)}
    # Who was not ranked with the item stays unranked without it: leaving out evidence is no way to the top.
    found = [row for row in scores(matrix.without(*names)) if row.hypothesis in ranked]
    least = min((row.against for row in found), default=0.0)
    first = tuple(row.hypothesis for row in found if row.against <= least + CLOSE)
    others = [row.against for row in found if row.against > least + CLOSE]
    return Without(said, group, first, min(others) - least if others else 0.0, set(first) != set(leaders))


def fewest_to_flip(matrix: Matrix, scored: Sequence[Score]) -> tuple[str, ...]:
    """The fewest groups without which the one leader would lead no longer alone; none where several lead already."""
    leaders, _ = leading(scored)
    ranked = {row.hypothesis: row.against for row in scored if row.rank is not None}
    if len(leaders) != 1 or len(ranked) < 2:
        return ()
    found = [
        _to_overtake(matrix, leaders[0], other, ranked[other] - ranked[leaders[0]])
        for other in ranked
        if other != leaders[0]
    ]
    return min((names for names in found if names), key=len, default=())


def _to_overtake(matrix: Matrix, leader: str, other: str, margin: float) -> tuple[str, ...]:
    """Groups that speak most for the leader over another one, as many as make up the margin."""
    by = {n: against(g, other) - against(g, leader) for n, g in matrix.groups().items()}
    taken: list[str] = []
    for name in sorted(by, key=lambda n: -by[n]):
        if margin <= CLOSE or by[name] <= CLOSE:
            break
        taken.append(name)
        margin -= by[name]
    return tuple(taken) if margin <= CLOSE else ()


def warnings(matrix: Matrix, scored: Sequence[Score]) -> Iterator[str]:
    """What makes the ranking worth less than it looks."""
    of = len(matrix.items)
    for row in (row for row in scored if row.unrated):
        yield f"{row.hypothesis} is not ranked: {len(row.unrated)} of {of} items are not rated against it"
    flags = {one.name for one in matrix.hypotheses if one.kind == "false_flag"}
    for item in (item for item in matrix.items if item.copied):
        for name in sorted(flags & {n for n, cell in item.cells.items() if AGAINST[cell]}):
            yield f"{item.name} is easily copied ({', '.join(item.copied)}), so it does not speak against {name}"
    leaders, _ = leading(scored)
    if len(leaders) > 1:
        yield f"no hypothesis leads: {' and '.join(leaders)} have equally little against them"
    yield from _doubled(matrix)


def _doubled(matrix: Matrix) -> Iterator[str]:
    """Sources behind several groups: what counts as independent is not."""
    roots: dict[str, set[str]] = {}
    for item in matrix.items:
        for source in item.sources:
            roots.setdefault(source, set()).add(item.of)
    for source, groups in roots.items():
        if len(groups) > 1:
            yield f"{source} is behind {len(groups)} groups that count as independent: {', '.join(sorted(groups))}"


def steps(
    matrix: Matrix, scored: Sequence[Score], nothing: Sequence[str], flips: Sequence[str]
) -> tuple[Step, ...]:
    """Where the matrix stands in the eight steps."""
    cells = sum(len(item.cells) for item in matrix.items)
    whole = len(matrix.items) * len(matrix.hypotheses)
    leaders, margin = leading(scored)
    full = whole > 0 and cells == whole
    least = f"least against {', '.join(leaders) or 'none'}, by {margin:.2f}"
    turned = f"turned by {', '.join(flips)}" if flips else "no single item turns it"
    apart = ", ".join(nothing) or "every item tells some apart"
    said: Mapping[str, tuple[bool, str]] = {
        "List the hypotheses": (True, ", ".join(one.name for one in matrix.hypotheses)),
        "List evidence and arguments": (bool(matrix.items), f"{len(matrix.items)} items"),
        "Rate every item against every hypothesis": (full, f"{cells} of {whole} cells"),
        "Refine: what tells nothing apart": (bool(matrix.items), apart),
        "Conclude by what speaks against": (bool(leaders), least),
        "See what it rests on": (bool(leaders), turned),
        "Report all hypotheses": (full, f"{sum(row.rank is not None for row in scored)} ranked"),
        "Name what would change it": (
            bool(matrix.milestones),
            "; ".join(matrix.milestones) or "nothing named yet",
        ),
    }
    return tuple(Step(n, what, *told) for n, (what, told) in enumerate(said.items(), 1))
