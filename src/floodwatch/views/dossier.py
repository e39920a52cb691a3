"""Everything a report says about one case, put together from the other views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from floodwatch.model.decided import Decided
from floodwatch.model.dossier import Dossier, Narratives, Network, Rows
from floodwatch.views import (
    events,
    evidence,
    graph,
    headline,
    left_out,
    lifecycle,
    narrative,
    narratives,
    network,
    networks,
    outlets,
    overview,
    power,
    prevalence,
    tested,
)
from floodwatch.views.markings import strictest
from floodwatch.views.mask import mask
from floodwatch.views.unit import Reader, View, has

MOST_SECTIONS = 40
"""Networks that get a section of their own; the others are in the summary table and in the CSVs."""
MOST_SUCCESSORS = 25
"""Suggested successors that are listed."""
MOST_NARRATIVES, MOST_TOLD, MOST_EVENTS = 25, 10, 25
"""Narratives that are listed, those that are told in full, and candidate events that are listed."""

IN_FULL = "post_terms.in_full"
"""The setting by which somebody asked for harmful terms in full."""


def build(
    reader: Reader,
    manifest: Mapping[str, Any],
    prevalence_rows: Rows | None = None,
    sections: int = MOST_SECTIONS,
    decided: Sequence[Decided] = (),
    roles: Mapping[str, str] = network.NOBODY,
) -> Dossier:
    """The dossier of a case. `prevalence_rows` are measured shares, see `views.prevalence`.

    `decided`: what people decided about narratives, `roles` about the parts of accounts, by their refs.
    """
    seen, traces = overview.view(reader, manifest), tested.view(reader)
    found, strength = networks.view(reader), power.view(reader) if has(reader, "power") else []
    seed = int(manifest.get("seed") or 0)
    shown = tuple(n.network_id for n in found[:sections])
    in_full = bool((manifest.get("parameters") or {}).get(IN_FULL))
    return Dossier(
        case=str(manifest.get("case") or "main"),
        headline=headline.headline(seen, traces[0], found),
        can_show=headline.CAN_SHOW,
        cannot_show=headline.cannot_show(seen),
        smallest=power.smallest(strength),
        overview=seen,
        tested=traces[0],
        calibration=traces[1],
        left_out=left_out.view(reader),
        networks=found,
        details=_ordered(
            network.view(reader, shown, seed, in_full=in_full, roles=roles) if shown else (), found
        ),
        graph=graph.view(reader),
        power=strength,
        prevalence=prevalence.view(reader, prevalence_rows),
        told=narratives_told(reader, decided),
        happened=events.view(reader, MOST_EVENTS),
        aftermath=lifecycle.view(reader, MOST_SUCCESSORS),
        media=outlets.view(reader, most=0),
        seed=seed,
        example_rule=evidence.RULE.format(seed=seed, drawn=3),
        markings=strictest(seen.collections),
        roles=roles,
        versions=dict(manifest.get("versions") or {}),
        parameters=dict(manifest.get("parameters") or {}),
    )


def narratives_told(reader: Reader, decided: Sequence[Decided] = ()) -> Narratives:
    """The largest narratives, and the first of them in full; nothing where none were computed."""
    if not has(reader, "narratives"):
        return Narratives()
    found, hidden = narratives.view(reader, decided), mask(reader)
    shown = [{**row, "label": narratives.label(row)} for row in found[:MOST_NARRATIVES]]
    told = [narrative.whole(reader, decided, row, hidden) for row in found[:MOST_TOLD]]
    return Narratives(shown, len(found), told, narratives.coverage(reader))


def _ordered(details: Iterable[Any], found: tuple[Network, ...]) -> tuple[Any, ...]:
    place = {n.network_id: i for i, n in enumerate(found)}
    return tuple(sorted(details, key=lambda d: place[d.network.network_id]))


DOSSIER = View(
    "dossier",
    "Everything a report says about one case",
    build,
    needs=tuple(
        sorted(
            {
                t
                for v in (
                    overview.OVERVIEW,
                    tested.TESTED_VIEW,
                    networks.NETWORKS,
                    network.NETWORK,
                    narrative.NARRATIVE,
                    events.EVENTS,
                    lifecycle.LIFECYCLE,
                    outlets.OUTLETS,
                )
                for t in v.needs
            }
            | set(graph.GRAPH.needs)
            | set(power.POWER.needs)
            | set(left_out.LEFT_OUT.needs)
        )
    ),
)
