"""Does a network speak for or against somebody, and more so than others who name them?

Every target that a user gave or that the network's posts name often: posts that support it, attack it and only
mention it, by the rules of `stance/reading.py`. The test compares accounts, not posts, so that one busy account is
one; it counts both directions and every target of the network.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from floodwatch.detectors.personas.ranks import Crowd, rank_test
from floodwatch.detectors.personas.rows import NOT_TESTED, Finding, Signal, columns
from floodwatch.detectors.personas.samples import people, post
from floodwatch.detectors.personas.stance.counts import Tally, accuracy_said, examples, tallies
from floodwatch.model.units import Engine, Example, Value

MOST_FOUND = 5
"""Targets that the machine found of which a network is shown, those with most posts that take sides."""
LEAST_ACCOUNTS, LEAST_SIDED = 2, 3
FEW = "too few others name it: not tested"


class Stance(Signal):
    """(Support - attack) / posts that name the target, for every network and target."""

    name = "signals/stance"
    description = "Whether a network supports or attacks a named candidate, party, country or organisation."
    needs = ("personas", "persona_members", "stances", "stance_targets")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network and target."""
        counted, _ = tallies(engine)
        shown = examples(engine)
        machine = columns(engine, "SELECT target FROM stance_targets WHERE found")["target"]
        outside = counted.get("", {})
        for network_id, targets in counted.items():
            chosen = _chosen(targets, frozenset(machine)) if network_id else []
            for target in chosen:
                yield _finding(
                    network_id, target, target in machine, targets[target], outside.get(target, Tally()),
                    shown.get((network_id, target), ()), len(chosen),
                )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """A network that calls to vote for somebody of whom others only talk, and one that names nobody."""
        talk = [post(n, n, f"Alderon will speak in hall {n} tonight") for n in range(4, 24)]
        calls = [post(n, n, f"Vote for Alderon, says nobody but me {n}") for n in range(4)]
        about: dict[str, Value] = {"stances.targets": ("Alderon",), "stances.find": 0}
        tables = people([{}] * 4, [{}] * 20)
        silent = [post(n, n, f"good morning {n}") for n in range(4)]
        return (
            Example("a call to vote", True, {**tables, "posts": calls + talk}, about),
            Example("nobody named", False, {**tables, "posts": silent + talk}, about),
        )


def _chosen(targets: Mapping[str, Tally], machine: frozenset[str]) -> list[str]:
    """Every target that was given, and those found with most posts that take sides."""
    sided = {t: sum(tally.totals()[:2]) for t, tally in targets.items()}
    often = [
        t for t in sorted(targets, key=lambda t: (-sided[t], t))
        if t in machine and sided[t] >= LEAST_SIDED and len(targets[t].accounts) >= LEAST_ACCOUNTS
    ]  # fmt: skip
    return sorted({*(t for t in targets if t not in machine), *often[:MOST_FOUND]})


def _finding(
    network_id: str,
    target: str,
    machine: bool,
    ours: Tally,
    others: Tally,
    posts: tuple[str, ...],
    looks: int,
) -> Finding:
    supports, attacks, mentions = ours.totals()
    outside = others.totals()
    chance = rank_test(ours.each(), Crowd.of(others.each()), looks)
    whose = "a name found by the machine among those used most" if machine else "a target that was given"
    beside = (
        f"{len(others.accounts)} other accounts: {outside[1]} attack, {outside[0]} support, {outside[2]} only mention"
        if others.accounts
        else "nobody in the background names it"
    )
    return Finding(
        network_id, "stance", ours.balance(), f"(support - attack) / posts that name '{target}'",
        f"of the posts that name '{target}' ({whose}) {attacks} attack, {supports} support and {mentions} only mention "
        f"it, by {len(ours.accounts)} accounts; {beside}; {accuracy_said()}; to be for or against somebody is what "
        "politics is made of, and no deception",
        others.balance() if others.accounts else None, chance, posts,
        untested=FEW if others.accounts else NOT_TESTED,
    )  # fmt: skip


STANCE = Stance()
