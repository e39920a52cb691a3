"""What frameworks are filled with: the habits of a network as a run measured them, and what claims say of an actor."""

from __future__ import annotations

from typing import Any

from floodwatch.casebook.gathering import labels, sources
from floodwatch.casebook.naming import called
from floodwatch.casebook.resolution import groups
from floodwatch.casebook.store import Book, connected
from floodwatch.model.dossier import Rows
from floodwatch.model.units import Parameter
from floodwatch.views import habits
from floodwatch.views.profiles import codes_of, said_of
from floodwatch.views.said import Teller
from floodwatch.views.unit import Reader, View, literal, rows
from floodwatch.vocabulary.load import load

KIND = "SELECT kind, summary FROM networks WHERE network_id = {one}"
FINDING, CLAIM = "finding", "claim"
"""Where a fact comes from."""


def of_network(reader: Reader, network: str) -> Rows:
    """What a run measured of one network: about, value, ref, source, status, code and who says it."""
    found = habits.view(reader, [network]).get(network)
    if found is None:
        return []
    ref = f"network:{network}"
    kinds = rows(reader, KIND.format(one=literal(network)))
    made = [_fact("kind", f"called {row['kind']}", ref) for row in kinds]
    for feature, shown_by in sorted(found.features.items()):
        code = feature.value if feature.group == "techniques" else ""
        shown = f"{code} {_technique(code)}" if code else feature.value
        made.append(_fact(feature.group, f"{shown} ({shown_by})", ref, code))
    return made


def _technique(code: str) -> str:
    """The name of a technique of DISARM."""
    return str(load("reading/disarm/techniques.yaml")[code])


def _fact(about: str, value: str, ref: str, code: str = "") -> dict[str, Any]:
    told = {"about": about, "value": value, "ref": ref, "code": code}
    return {**told, "source": FINDING, "status": "measured", "said_by": ""}


def view(book: Book, name: str = "", suggested: bool = False) -> list[dict[str, Any]]:
    """What claims say of whoever goes by a name: confirmed ones, or suggested ones too, each marked."""
    with connected(book) as db:
        hits = [one.entity_id for one in called(db, name)] if name else []
        made: list[dict[str, Any]] = []
        for group in groups(db, hits):
            claims = said_of(db, group, suggested)
            codes = codes_of(db, claims)
            teller = Teller(labels(db, claims), sources(db, claims), {})
            for claim in claims:
                made.append({
                    "about": claim.predicate, "value": teller.says(claim), "ref": f"claim:{claim.claim_id}",
                    "source": CLAIM, "status": claim.status, "said_by": teller.name(claim.said_by),
                    "code": codes.get(claim.object_entity, "") if claim.predicate == "uses" else "",
                })  # fmt: skip
        return list({row["ref"]: row for row in made}.values())


FACTS = View(
    "facts",
    "What claims say of whoever goes by a name, as frameworks take it",
    view,
    needs=(),
    parameters=(
        Parameter("name", "", "A name, in any spelling."),
        Parameter("suggested", False, "Claims that nobody has confirmed too."),
    ),
)
