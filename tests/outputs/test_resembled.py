"""Which sections of the report compare a network with known actors."""

from __future__ import annotations

from floodwatch import Centre
from floodwatch.centre import resemblance
from floodwatch.centre.publish import _resembled
from floodwatch.model.units import quiet
from floodwatch.views import dossier
from tests.views.made_case import case


def test_overt_networks_are_not_compared_with_known_actors(tmp_path, monkeypatch):
    made = case()
    engine = made.engine()
    found = dossier.build(engine, made.manifest, made.prevalence)
    asked = []
    monkeypatch.setattr(resemblance, "compared", lambda case, engine, ids, ceiling: asked.extend(ids) or {})
    _resembled(Centre.init(tmp_path / "centre").case(), engine, found, quiet)
    kinds = {one.network_id: one.kind for one in found.networks}
    assert "overt" in kinds.values()
    assert {kinds[one] for one in asked} == set(kinds.values()) - {"overt"}
