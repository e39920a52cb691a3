"""The figures as a page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from evaluation.personas.pictures import file_name
from evaluation.personas.planted import PARTLY
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
    mean, low, high = p["auc_by_world"]
    yield "## Pairs: one operator or not\n"
    yield (
        f"{p['positives']:,} pairs of one hidden operator, {p['negatives']:,} others: half of their weight pairs drawn "
        "at random, half pairs of one benign group or of one network. Area under the curve "
        f"{p['auc']:.3f}; mean of the worlds {mean:.3f} ({low:.3f}–{high:.3f}); against random pairs "
        f"{p['auc_random']:.3f}, against pairs of benign groups and mixed networks {p['auc_hard']:.3f}.\n"
    )
    yield from _ablation(p)
    yield from _signs(p["signs"], "sign", "pairs")
    yield from _calibration(p["calibration"], "pairs", seeds)


def _ablation(p: Mapping[str, Any]) -> Iterator[str]:
    yield from _table(
        ("group", "alone", "all without it"),
        [(g, f"{p['alone'][g]:.3f}", f"{p['without'].get(g, float('nan')):.3f}") for g in p["alone"]],
    )


def _signs(signs: Sequence[Mapping[str, Any]], name: str, of: str) -> Iterator[str]:
    yield (
        f"The same for each {name}, its group's surprise taken from the others (the curves are not fitted again); "
        f"{of} of which it was not measured count as not surprising.\n"
    )
    yield from _table(
        (name, "group", f"{of} measured", "alone", "all without it"),
        [
            (s["sign"], s["group"], f"{s['measured']:,}", f"{s['alone']:.3f}", f"{s['without']:.3f}")
            for s in signs
        ],
    )


def _calibration(found: Mapping[str, Any], of: str, seeds: str) -> Iterator[str]:
    yield from _table(
        ("share that are", "expected calibration error", "said → were, by tenth of the scale"),
        [(prevalence, f"{c['error']:.3f}", _reliability(c["tenths"])) for prevalence, c in found.items()],
    )
    yield f"![Reliability of {of}: what was said against what was]({file_name(of, seeds)})\n"


def _reliability(rows: Sequence[Mapping[str, float]]) -> str:
    return ", ".join(f"{r['said']:.2f} → {r['were']:.2f}" for r in rows)


def _networks(n: Mapping[str, Any], seeds: str) -> Iterator[str]:
    yield "## Networks: one operator who passes for many people, or not\n"
    yield (
        f"{n['operations']} networks of operations, {n['others']} of benign groups or of nobody. Area under the curve "
        f"{n['auc']:.3f}.\n"
    )
    yield from _ablation(n)
    yield from _signs(n["signs"], "signal", "networks")
    yield from _calibration(n["calibration"], "networks", seeds)


def _kinds(k: Mapping[str, Any]) -> Iterator[str]:
    low, high = k["bounds"] or (0.0, 1.0)
    yield "## Kinds of the networks that were found\n"
    yield (
        f"Covert or not is right for {k['covert_or_not']} of {k['networks']} networks ({low:.0%}–{high:.0%}); the very "
        f"kind for {k['exact']}.\n"
    )
    called = {whose: f"{covert} of {of}" for whose, (covert, of) in k["called_covert"].items()}
    yield (
        f"Called covert: {called['concealing']} networks of operations in which two signs of different dependence "
        "groups were planted, one of them of deception; "
        f"{called['too_few_signs']} of operations in which chance planted fewer, so that unclear is right; "
        f"{called['others']} of benign groups, of nobody, or of members who say what they are.\n"
    )
    found = k["groups_found"]
    rows = [
        (t, "/".join(map(str, found[t])), *(str(k["by_template"].get(t, {}).get(x, 0)) for x in _KINDS))
        for t in found
    ]
    yield from _table(("template", "groups found", *_KINDS), rows)


_KINDS = ("covert", "overt", "unclear")


def _planted(p: Mapping[str, Any]) -> Iterator[str]:
    yield "## Signs that were planted, with the groups given\n"
    rows = [(sign, str(c["planted"]), *_quality(c, sign not in PARTLY)) for sign, c in p["signs"].items()]
    yield from _table(("sign", "groups with it", "precision", "recall"), rows)
    yield (
        "No precision is given for signs that groups also have where nobody planted them; how often their signals fire "
        "on benign groups stands below.\n"
    )
    yield from _table(
        ("of single accounts", "planted", "precision", "recall"),
        [(name, str(c["planted"]), *_quality(c)) for name, c in p["parts"].items()],
    )
    clock = p["clock"]
    yield (
        f"Clock of the group: {clock['within_1h']} of {clock['answered']} answers within one hour, of "
        f"{clock['with_known_offset']} groups with a known offset (the others post too little); in "
        f"{clock['worlds_right']} of {clock['worlds']} worlds all answers.\n"
    )


def _quality(c: Mapping[str, int], whole: bool = True) -> tuple[str, str]:
    precision = f"{c['both'] / c['said']:.2f} ({c['both']} of {c['said']})" if c["said"] and whole else "–"
    recall = f"{c['both'] / c['planted']:.2f}" if c["planted"] else "–"
    return precision, recall


def _people(found: Mapping[str, Any]) -> Iterator[str]:
    yield "## Groups of people\n"
    yield (
        "Accounts that belong to no operation and stand in a covert network, and members of operations that stand in "
        "none. A group of 200 accounts or more is marked where its rate exceeds twice the median of the groups beyond "
        "chance, with worlds resampled: of marked groups nothing is calibrated.\n"
    )
    rows = []
    for rate, name in (("accused", "accused wrongly"), ("recalled", "missed")):
        for trait, t in found[rate].items():
            worst = max(t["groups"].items(), key=lambda g: g[1][0] / g[1][1], default=("–", (0, 1)))
            rows.append(
                (name, trait, str(len(t["groups"])), f"{t['median'] or 0:.4f}",
                 f"{worst[0]} {worst[1][0]}/{worst[1][1]}", ", ".join(t["marked"]) or "none")
            )  # fmt: skip
    yield from _table(("rate", "by", "groups", "median", "worst", "marked"), rows)


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
    yield from _table(("signal", "area", "crowd", "operations"), rows)


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
    yield from _table(("signal", "benign counterparts of personas", "other benign groups"), shown)


NOTHING = "–"


def _rates(rates: Mapping[str, Sequence[int]], wanted: Collection[str]) -> str:
    """Shares of the templates on which it fires, the greatest first."""
    fired = [(-hits / of, t) for t, (hits, of) in rates.items() if t in wanted and hits]
    return ", ".join(f"{t} {-share:.0%}" for share, t in sorted(fired)) or NOTHING


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
