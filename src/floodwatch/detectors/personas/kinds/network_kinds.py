"""Gives every network its kind by the rules of the vocabulary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from floodwatch.detectors.personas.kinds.calibrated import MEMBERS, held_back, marked
from floodwatch.detectors.personas.kinds.decide import Case, Verdict, decide
from floodwatch.detectors.personas.kinds.rules import Measure, rulebook
from floodwatch.detectors.personas.samples import network, people
from floodwatch.model.units import Engine, Example, Parameter, Rows, Value
from floodwatch.vocabulary.load import load

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = ("network_id", "kind", "summary", "positive_signs", "deception_signs", "innocent_account",
           "tell_apart", "rules")  # fmt: skip
MAJORITY = 0.6

NETWORKS = "SELECT network_id, q_value, members FROM networks_found ORDER BY network_id"
TRACES = """
    SELECT DISTINCT network_id, unnest(string_split(behaviours, '|')) AS trace FROM members ORDER BY ALL
"""
SPARED = """
    SELECT network_id, dropped AS trace FROM robustness WHERE dropped_kind = 'trace' AND survives ORDER BY ALL
"""
SIGNALS = """
    SELECT network_id, signal, value, p_value FROM signals WHERE network_id IS NOT NULL
    ORDER BY network_id, signal, p_value DESC NULLS FIRST, value
"""
LANGUAGES = """
    SELECT m.network_id, p.language, count(*) AS members
    FROM persona_members m JOIN personas p USING (account_no) WHERE p.language <> 'und'
    GROUP BY ALL ORDER BY m.network_id, members DESC, p.language
"""
SPEAKERS = "SELECT language, count(*) AS accounts FROM personas GROUP BY ALL ORDER BY ALL"


class NetworkKinds:
    """Covert, overt or unclear, with the signs that counted and what speaks against them."""

    name = "network_kinds"
    description = "Whether a network is openly coordinated, conceals it, or neither can be said."
    version = 2
    parameters: tuple[Parameter, ...] = ()
    needs = ("networks_found", "members", "robustness", "signals/*", "personas", "persona_members",
             "posts")  # fmt: skip
    makes = ("network_kinds",)
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `network_kinds`, one row per network."""
        measured: dict[str, dict[str, Measure]] = defaultdict(dict)
        for row in engine.arrow(SIGNALS).to_pylist():
            measured[row["network_id"]][row["signal"]] = Measure(row["value"], row["p_value"])
        book = rulebook()
        rows = [
            _row(network_id, decide(case, measured[network_id], book))
            for network_id, case in _cases(engine).items()
        ]
        engine.register("network_kinds", _table(rows))

    def examples(self) -> Sequence[Example]:
        """A network makes a row; no network makes none."""
        signal = {"network_id": "n-1", "signal": "declared_bot", "value": 1.0, "p_value": 1e-9}
        lost = {"network_id": "n-1", "dropped_kind": "day", "dropped": "2024-03-01", "survives": True}
        member = {"network_id": "n-1", "platform": "x", "account_id": "0000", "behaviours": "text|url"}
        found: dict[str, Rows] = {"networks_found": [{"network_id": "n-1", "q_value": 1e-6, "members": 4}]}
        tables: dict[str, Rows] = {
            "members": [member],
            "robustness": [lost],
            "signals/*": [signal],
            **people([{}] * 4),
        }
        return (
            Example("declared bots", True, {**tables, **found, "persona_members": network(4)}),
            Example("no network", False, {}),
        )


def _cases(engine: Engine) -> dict[str, Case]:
    """What is known of each network."""
    formed = _grouped(engine.arrow(TRACES).to_pylist(), "trace")
    spared = _grouped(engine.arrow(SPARED).to_pylist(), "trace")
    spoken: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in engine.arrow(LANGUAGES).to_pylist():
        spoken[row["network_id"]].append((row["language"], row["members"]))
    speakers = {row["language"]: row["accounts"] for row in engine.arrow(SPEAKERS).to_pylist()}
    groups = marked(load("calibration/kinds.yaml"))
    unequal = held_back(engine.arrow(MEMBERS).to_pylist(), groups) if groups else {}
    cases = {}
    for row in engine.arrow(NETWORKS).to_pylist():
        name = row["network_id"]
        languages = main_languages(spoken[name])
        known = sum(speakers.get(x, 0) for x in languages)
        traces = needed(formed[name], spared[name])
        cases[name] = Case(row["members"], row["q_value"], traces, known, languages, unequal.get(name, ()))
    return cases


def needed(formed: set[str], spared: set[str]) -> frozenset[str]:
    """Traces that formed a network: all of its behaviours, but for those that it survives without."""
    return frozenset(formed - spared)


def main_languages(spoken: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """The majority's language; where there is none, all that a twentieth of the members write, or else all."""
    total = sum(n for _, n in spoken)
    if not total:
        return ("und",)
    if spoken[0][1] >= MAJORITY * total:
        return (spoken[0][0],)
    common = tuple(language for language, n in spoken if n >= 0.05 * total)
    return common or tuple(language for language, _ in spoken)


def _grouped(rows: Iterable[Mapping[str, Any]], column: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row["network_id"]].add(row[column])
    return found


def _row(network_id: str, verdict: Verdict) -> tuple[str, ...]:
    signs = "|".join(f"{r.id}:{r.group}" for r in verdict.signs)
    letters = "|".join(sorted({r.deception for r in verdict.signs if r.deception}))
    return (
        network_id, verdict.kind, verdict.summary, signs, letters, verdict.innocent, verdict.tell_apart,
        "|".join(verdict.rules),
    )  # fmt: skip


def _table(rows: Sequence[tuple[str, ...]]) -> pa.Table:
    import pyarrow as pa

    return pa.table({c: pa.array([r[i] for r in rows], pa.string()) for i, c in enumerate(COLUMNS)})


NETWORK_KINDS = NetworkKinds()
