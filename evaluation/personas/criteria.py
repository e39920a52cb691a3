"""Every promise about personas: what is asked, what was measured of how many, with its interval, and whether it holds.

Nothing is chosen: where a promise can be read in several ways all readings stand in its row, and it holds only if
each does. `reported` stands where figures are asked for and no bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from evaluation.personas.words import NOTHING, figure, said
from floodwatch.tools.odds import PREVALENCES

AREA, RIGHT, ERROR, CPU_S, MEMORY_MB = 0.95, 0.9, 0.05, 120.0, 3000.0
"""What is asked: at least of areas and shares, at most of the others."""
HEAD = ("asked", "measured (95% interval)", "of what", "")
PAGE = "evaluation/results/personas/test.md"
ASKED_FOR = {
    "follow trains": (("follow_train",), ("accounts with follow trains",)),
    "opinion probes": (("probe",), ("accounts that ask or poll",)),
    "lifecycle": (("vanished",), ("accounts lost after an exposure", "successors (pairs)")),
}
"""Planted signs and parts whose precision and recall are asked for by name; all others are told too."""
COST = re.compile(
    r"^\| 1,000,000 \| 10,000,000 \| all (\d+) (units of signals|units) \| ([\d.]+) \| (\d+) \|", re.MULTILINE
)
NOT_SHOWN = "**not shown**"
Told = Mapping[str, Any]


class Promise(NamedTuple):
    """One row."""

    asked: str
    measured: str
    base: str
    verdict: str


def promises(summary: Told, roles: Told, benchmarks: str) -> Iterator[Promise]:
    """All rows; `benchmarks` is the text of benchmarks/results.md."""
    worlds = f"{summary['worlds']} worlds"
    yield _pairs(summary["pairs"], worlds)
    yield _kinds(summary["kinds"], worlds)
    yield _signals(summary, worlds)
    yield from _people(summary["people"], worlds)
    for of, base in (("pairs", ("positives", "negatives")), ("networks", ("operations", "others"))):
        yes, no = (summary[of][name] for name in base)
        yield _calibration(
            of, summary[of]["calibration"], f"{yes:,} of one hidden operator, {no:,} others, {worlds}"
        )
    yield from _clock(summary["planted"]["clock"])
    yield _roles(roles)
    yield from _asked_for(summary["planted"])
    yield _cost(benchmarks)


def verdict(holds: Sequence[bool]) -> str:
    """In words; nothing that was measured shows nothing."""
    if not holds:
        return NOT_SHOWN
    return "holds" if all(holds) else "**fails**"


def _figures(figures: Mapping[str, Sequence[float]]) -> str:
    return "; ".join(f"{name} {figure(value)}" for name, value in figures.items())


def _enough(share: Told) -> list[bool]:
    """Whether a share is as great as asked; nothing where nothing was tried."""
    return [share["hits"] >= RIGHT * share["of"]] if share["of"] else []


def _pairs(p: Told, worlds: str) -> Promise:
    figures = {
        "all pairs": p["auc"], "mean of the worlds": p["auc_by_world"], "against pairs at random": p["auc_random"],
        "against pairs of benign groups and of networks": p["auc_hard"],
    }  # fmt: skip
    return Promise(
        f"pairs of one operator or not, area under the curve at least {AREA}", _figures(figures),
        f"{p['positives']:,} pairs of one hidden operator, {p['negatives']:,} others, {worlds}",
        verdict([f[0] is not None and f[0] >= AREA for f in figures.values()]),
    )  # fmt: skip


def _kinds(k: Told, worlds: str) -> Promise:
    exact, either = k["exact"], k["covert_or_not"]
    return Promise(
        f"kind of the networks that were found right in at least {RIGHT:.0%}",
        f"the very kind {said(exact)}; covert or not {said(either)}",
        f"networks of planted groups; these and networks of nobody; {worlds}",
        verdict(_enough(exact) + _enough(either)),
    )  # fmt: skip


def _signals(s: Told, worlds: str) -> Promise:
    return Promise(
        "each signal's own area, its rate on each benign group, and what is lost without it",
        f"all in the [tables](../{PAGE}): {len(s['signals'])} signals of groups, {len(s['pairs']['signs'])} signs of "
        f"pairs, {len(s['networks']['signs'])} signals of networks", worlds, "reported",
    )  # fmt: skip


def _people(found: Told, worlds: str) -> Iterator[Promise]:
    rates = {
        "innocent accounts in covert networks": found["accused"],
        "hidden members of operations missed": found["recalled"],
    }
    for name, traits in rates.items():
        verdicts = {trait: t["verdict"] for trait, t in traits.items()}
        measured = [
            f"{one}: {', '.join(t for t, v in verdicts.items() if v == one)}"
            for one in ("holds", "fails", "too few", "not tested")
            if one in verdicts.values()
        ]
        open_ = {"too few", "not tested"} & {*verdicts.values()}
        whole = verdict([v != "fails" for v in verdicts.values()])
        yield Promise(
            f"{name}: worst group of people at most twice the median group, by five traits",
            f"{'; '.join(measured)} (figures below)", f"groups of 200 accounts or more, {worlds}",
            NOT_SHOWN if whole == "holds" and open_ else whole,
        )  # fmt: skip


def _calibration(of: str, calibration: Told, base: str) -> Promise:
    """Judged at the shares that reports print; every other share that was measured is told beside."""
    asked = [c["error"] <= ERROR for share, c in calibration.items() if float(share) in PREVALENCES]
    figures = {_at(float(p)): (c["error"], c["low"], c["high"]) for p, c in calibration.items()}
    shares = ", ".join(f"{p:.1%}" if p < 0.01 else f"{p:.0%}" for p in PREVALENCES)
    return Promise(
        f"expected calibration error of {of} at most {ERROR} where {shares} are of one operator", _figures(figures),
        base, verdict(asked),
    )  # fmt: skip


def _at(share: float) -> str:
    return f"at {100 * share:g}%" + ("" if share in PREVALENCES else " (not asked)")


def _clock(c: Told) -> Iterator[Promise]:
    below = c["small_refused"]
    yield Promise(
        f"offset of a group within one hour in at least {RIGHT:.0%} of worlds",
        f"worlds with all groups right {said(c['worlds_right'])}; groups {said(c['right'])}",
        "groups with a known offset and 20 accounts with 50 posts each, and worlds that have any; a refusal counts as "
        "not right", verdict(_enough(c["worlds_right"])),
    )  # fmt: skip
    yield Promise(
        "offset of smaller groups refused", said(below), "planted groups and groups drawn from the crowd",
        verdict([below["hits"] == below["of"]] if below["of"] else []),
    )  # fmt: skip


def _roles(r: Told) -> Promise:
    figures = {name: (m["macro_f1"], *m["interval"]) for name, m in r["methods"].items()}
    of = ", ".join(f"{n} {role}" for role, n in r["accounts"].items())
    return Promise(
        "roles of accounts of the Internet Research Agency, macro-F1 beside the majority and the words",
        _figures(figures), f"accounts of ten posts or more, held out: {of}", "reported",
    )  # fmt: skip


def _asked_for(planted: Told) -> Iterator[Promise]:
    for name, (signs, parts) in ASKED_FOR.items():
        found = {f"groups ({sign})": planted["signs"][sign] for sign in signs}
        found |= {part: planted["parts"][part] for part in parts}
        figures = [
            f"{one}: {side} {said(c[side])}" for one, c in found.items() for side in ("precision", "recall")
        ]
        yield Promise(
            f"{name}: precision and recall", "; ".join(figures), "planted groups, which are given", "reported"
        )


def _cost(benchmarks: str) -> Promise:
    """Judged for the signals and all units that make tables for them; the whole room is told beside."""
    asked = (
        f"a million accounts and ten million posts: persona signals in at most {CPU_S:.0f} CPU s and "
        f"{MEMORY_MB / 1000:.0f} GB"
    )
    found = {name: (int(n), float(cpu), float(mb)) for n, name, cpu, mb in COST.findall(benchmarks)}
    if set(found) != {"units of signals", "units"}:
        return Promise(asked, "not measured (`python -m benchmarks personas`)", NOTHING, NOT_SHOWN)
    (signals, cpu, mb), (units, whole, most) = found["units of signals"], found["units"]
    return Promise(
        asked, f"{cpu:,.0f} CPU s, {mb / 1000:.1f} GB; with all that is measured of personas {whole:,.0f} CPU s, "
        f"{most / 1000:.1f} GB",
        f"the signals and all that makes tables for them, {signals} of {units} units, one run "
        "([table](../benchmarks/results.md))", verdict([cpu <= CPU_S, mb <= MEMORY_MB]),
    )  # fmt: skip
