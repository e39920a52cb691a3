"""What is weighed when several explanations compete: a question, hypotheses, items of evidence, as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from floodwatch.vocabulary.load import load

TOLD = "weighing/attribution.yaml"
RESPONSIBILITY = "responsibility"
CELLS = ("CC", "C", "N", "I", "II", "NA")
"""Very consistent, consistent, neutral, inconsistent, very inconsistent, not applicable."""
LEVELS = ("low", "medium", "high")
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One explanation. `kind` says what sort it is: state and sponsor accuse somebody by name."""

    name: str
    text: str = ""
    kind: str = "other"

    @property
    def names_somebody(self) -> bool:
        """Whether a state or sponsor is accused."""
        return self.kind in load(TOLD)["naming"]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of evidence, or an argument, or the absence of what was looked for.

    `cells` rate it against each hypothesis by name. `chances` say how likely it would be seen if the hypothesis were
    true, as a range; only their ratios count. Items of one `group` depend on one another: retellings of one source,
    several marks of one habit. `copied` names features that an imitator gets for little. `sources` are what it goes
    back to in the end, `refs` the claims and findings that hold it (`claim:…`, `finding:…`).
    """

    name: str
    text: str = ""
    kind: str = "behaviour"
    group: str = ""
    sources: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    credibility: str = "medium"
    relevance: str = "medium"
    copied: tuple[str, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    chances: Mapping[str, Range] = field(default_factory=dict)

    @property
    def of(self) -> str:
        """The group it counts with; on its own its name."""
        return self.group or self.name


@dataclass(frozen=True, slots=True)
class Matrix:
    """A question with its hypotheses and its evidence.

    `priors` are ranges of probability before the evidence and `prior_reason` says whence; none means that all are
    held equal. `profile_sources` are what the profile of the one who is named was made from. `milestones` would
    change the answer. `about` are the networks and actors that it is about, as refs or names.
    """

    question: str
    asks: str
    hypotheses: tuple[Hypothesis, ...]
    items: tuple[Item, ...]
    priors: Mapping[str, Range] = field(default_factory=dict)
    prior_reason: str = ""
    profile_sources: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()
    about: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for problem in problems(self):
            raise ValueError(problem)

    def without(self, *names: str) -> Matrix:
        """The same without these items."""
        return replace(self, items=tuple(item for item in self.items if item.name not in names))

    def groups(self) -> dict[str, tuple[Item, ...]]:
        """Items by what they depend on, in the order in which they were given."""
        found: dict[str, tuple[Item, ...]] = {}
        for item in self.items:
            found[item.of] = (*found.get(item.of, ()), item)
        return found


def offered(given: tuple[Hypothesis, ...], asks: str) -> tuple[Hypothesis, ...]:
    """The hypotheses with those that are always offered: other explanations, or all degrees of responsibility."""
    told = load(TOLD)
    if asks == RESPONSIBILITY:
        names = [one.name for one in given]
        return (*given, *(one for one in degrees() if one.name not in names))
    if asks not in told["questions"]:
        return given
    kinds, always = {one.kind for one in given}, told["always"].items()
    return (
        *given,
        *(Hypothesis(n, one["text"], one["kind"]) for n, one in always if one["kind"] not in kinds),
    )


def degrees() -> tuple[Hypothesis, ...]:
    """The ten degrees of a state's responsibility, the least first; from some degree on it takes part."""
    told = load(TOLD)
    names = list(told["responsibility"])
    takes_part = names[names.index(told["takes_part_from"]) :]
    return tuple(
        Hypothesis(name, text, "state" if name in takes_part else "other")
        for name, text in told["responsibility"].items()
    )


def problems(matrix: Matrix) -> Iterator[str]:
    """What cannot be weighed, in sentences."""
    known = [one.name for one in matrix.hypotheses]
    if len(known) < 2:
        yield "weighing needs two hypotheses or more"
    names = [item.name for item in matrix.items]
    for said, listed in (("hypothesis", known), ("item", names)):
        twice = {name for name in listed if listed.count(name) > 1}
        yield from (f"{said} {name!r} is there twice" for name in sorted(twice))
    for item in matrix.items:
        yield from (f"item {item.name!r}: {said}" for said in _wrong(item, known))
    for name, (low, high) in matrix.priors.items():
        if name not in known or not 0 < low <= high < 1:
            yield f"prior of {name!r}: a range between 0 and 1, of a hypothesis that is there"
    if matrix.priors and set(matrix.priors) != set(known):
        yield f"a prior for every hypothesis or for none; missing: {', '.join(sorted(set(known) - set(matrix.priors)))}"


def _wrong(item: Item, known: list[str]) -> Iterator[str]:
    told = load(TOLD)
    if item.kind not in told["kinds"]:
        yield f"kind {item.kind!r} is none of {', '.join(told['kinds'])}"
    for name in ("credibility", "relevance"):
        if getattr(item, name) not in LEVELS:
            yield f"{name} is low, medium or high, not {getattr(item, name)!r}"
    for feature in item.copied:
        if feature not in told["copied"]:
            yield f"feature {feature!r} is none of {', '.join(told['copied'])}"
    yield from _wrongly_rated(item, known)


def _wrongly_rated(item: Item, known: list[str]) -> Iterator[str]:
    for name, cell in item.cells.items():
        if name not in known or cell not in CELLS:
            yield f"cell {name!r}: {cell!r} is one of {', '.join(CELLS)}, for a hypothesis that is there"
    for name, (low, high) in item.chances.items():
        if name not in known or not 0 < low <= high <= 1:
            yield f"chance {name!r}: a range above 0 and up to 1, for a hypothesis that is there"
    if item.chances and set(item.chances) != set(known):
        yield f"chances for every hypothesis or for none; missing: {', '.join(sorted(set(known) - set(item.chances)))}"
