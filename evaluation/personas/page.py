"""The figures as a page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from evaluation.personas.pictures import file_name
from evaluation.personas.texts import INTERVALS, kinds_told, people_told, planted_told
from evaluation.personas.words import NOTHING, figure, table
from floodwatch.worlds import PERSONA_CONTROLS, PERSONA_OPERATIONS


def markdown(summary: Mapping[str, Any]) -> str:
    """The whole page."""
    return "\n".join(_lines(summary)) + "\n"


def _lines(s: Mapping[str, Any]) -> Iterator[str]:
    yield "# Persona signals on synthetic worlds\n"
    yield (
        f"{s['worlds']} worlds, {s['seeds']} seeds, {s['posts']:,} posts, {s['cpu_s']:,.0f} CPU s; code {s['code']}. "
        f"Curves fitted on {s['fitted_on']}. Written by `python -m evaluation.personas`.\n"
    )
    yield from _pairs(s["pairs"], s["seeds"])
    yield from _networks(s["networks"], s["seeds"])
    yield from _kinds(s["kinds"])
    yield from _planted(s["planted"])
    yield from _people(s["people"])
    yield from _signals(s["signals"])
    yield from _benign(s["signals"])


def _pairs(p: Mapping[str, Any], seeds: str) -> Iterator[str]:
    yield "## Pairs: one operator or not\n"
    yield (
        f"{p['positives']:,} pairs of one hidden operator, {p['negatives']:,} others: half of their weight pairs drawn "
        "at random, half pairs of one benign group or of one network; pairs of one owner of whom either says so count "
        "for nothing. Area under the curve "
        f"{figure(p['auc'])}; mean of the worlds {figure(p['auc_by_world'])}; against random pairs "
        f"{figure(p['auc_random'])}, against pairs of benign groups and mixed networks {figure(p['auc_hard'])}. "
        f"{INTERVALS}\n"
    )
    yield from _ablation(p)
    yield from _signs(p["signs"], "sign", "pairs")
    yield from _calibration(p["calibration"], "pairs", seeds)


def _ablation(p: Mapping[str, Any]) -> Iterator[str]:
    yield from table(
        ("group", "alone", "all without it"),
        [(g, f"{p['alone'][g]:.3f}", f"{p['without'].get(g, float('nan')):.3f}") for g in p["alone"]],
    )


def _signs(signs: Sequence[Mapping[str, Any]], name: str, of: str) -> Iterator[str]:
    yield (
        f"The same for each {name}, its group's surprise taken from the others (the curves are not fitted again); "
        f"{of} of which it was not measured count as not surprising.\n"
    )
    yield from table(
        (name, "group", f"{of} measured", "alone", "all without it"),
        [
            (s["sign"], s["group"], f"{s['measured']:,}", f"{s['alone']:.3f}", f"{s['without']:.3f}")
            for s in signs
        ],
    )


def _calibration(found: Mapping[str, Any], of: str, seeds: str) -> Iterator[str]:
    yield from table(
        ("share that are", "expected calibration error", "said → were, by tenth of the scale"),
        [
            (prevalence, figure((c["error"], c["low"], c["high"])), _reliability(c["tenths"]))
            for prevalence, c in found.items()
        ],
    )
    yield f"![Reliability of {of}: what was said against what was]({file_name(of, seeds)})\n"


def _reliability(rows: Sequence[Mapping[str, float]]) -> str:
    return ", ".join(f"{r['said']:.2f} → {r['were']:.2f}" for r in rows)


def _networks(n: Mapping[str, Any], seeds: str) -> Iterator[str]:
    yield "## Networks: one operator who passes for many people, or not\n"
    yield (
        f"{n['operations']} networks of operations, {n['others']} of benign groups or of nobody. Area under the curve "
        f"{figure(n['auc'])}. Networks of an operation's open accounts are left out.\n"
    )
    yield from _ablation(n)
    yield from _signs(n["signs"], "signal", "networks")
    yield from _calibration(n["calibration"], "networks", seeds)


def _kinds(k: Mapping[str, Any]) -> Iterator[str]:
    yield "## Kinds of the networks that were found\n"
    yield from kinds_told(k)
    found = k["groups_found"]
    rows = [
        (t, "/".join(map(str, found.get(t, NOTHING))), *(str(called.get(x, 0)) for x in _KINDS))
        for t, called in {**{t: {} for t in found}, **k["by_template"]}.items()
    ]
    yield from table(("template", "groups found", *_KINDS), rows)


_KINDS = ("covert", "overt", "unclear")


def _planted(p: Mapping[str, Any]) -> Iterator[str]:
    yield "## Signs that were planted, with the groups given\n"
    yield from planted_told(p)


def _people(found: Mapping[str, Any]) -> Iterator[str]:
    yield "## Groups of people\n"
    yield from people_told(found)


def _signals(signals: Mapping[str, Any]) -> Iterator[str]:
    yield "## Each signal alone, with the groups given\n"
    yield (
        "Area under the curve of operations against benign groups, and how often the signal fires at a chance of "
        "0.01: on random groups of the crowd, and on operations (those on which it fires at all).\n"
    )
    rows = [
        (name, f"{s['auc']:.2f}", "/".join(map(str, s["rates"].get("crowd", (0, 0)))),
         _rates(s["rates"], PERSONA_OPERATIONS))
        for name, s in signals.items()
    ]  # fmt: skip
    yield from table(("signal", "area", "crowd", "operations"), rows)


def _benign(signals: Mapping[str, Any]) -> Iterator[str]:
    """Every cell that is not zero, of signals by benign templates."""
    yield "## Each signal on every benign group\n"
    yield (
        "How often each signal fires at a chance of 0.01 on groups that no hidden operator runs; groups that are not "
        "named and signals that are not listed: never. A signal that should fire, such as a declaration, is no "
        "mistake.\n"
    )
    groups = {t: of for s in signals.values() for t, (_, of) in s["rates"].items()}
    benign = {t: of for t, of in sorted(groups.items()) if t not in PERSONA_OPERATIONS and t != "crowd"}
    old = [t for t in benign if t not in PERSONA_CONTROLS]
    yield f"Groups: {', '.join(f'{t} {of}' for t, of in benign.items())}.\n"
    rows = [(n, _rates(s["rates"], PERSONA_CONTROLS), _rates(s["rates"], old)) for n, s in signals.items()]
    shown = [row for row in rows if row[1] != NOTHING or row[2] != NOTHING]
    yield from table(("signal", "benign counterparts of personas", "other benign groups"), shown)


def _rates(rates: Mapping[str, Sequence[int]], wanted: Collection[str]) -> str:
    """Shares of the templates on which it fires, the greatest first."""
    fired = [(-hits / of, t) for t, (hits, of) in rates.items() if t in wanted and hits]
    return ", ".join(f"{t} {-share:.0%}" for share, t in sorted(fired)) or NOTHING
