"""Is the network one person, or a few people, on several platforms under the same name?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from floodwatch.detectors.personas.profiles import skeleton
from floodwatch.detectors.personas.rows import COUNTED, Finding, Signal, account_refs
from floodwatch.detectors.personas.samples import people
from floodwatch.model.units import Engine, Example, Value

ROWS = """
    SELECT m.network_id, p.account_no, p.platform, p.account_id, p.handle, p.name, p.website, p.avatar
    FROM persona_members m JOIN personas p USING (account_no) ORDER BY m.network_id, p.account_no
"""
EDGES = """
    SELECT a.network_id, a.account_no AS one, b.account_no AS other
    FROM edges e
    JOIN personas x ON x.platform = e.source_platform AND x.account_id = e.source_id
    JOIN personas y ON y.platform = e.target_platform AND y.account_id = e.target_id
    JOIN persona_members a ON a.account_no = x.account_no
    JOIN persona_members b ON b.account_no = y.account_no AND b.network_id = a.network_id
    GROUP BY ALL ORDER BY ALL
"""


class CrossPosters(Signal):
    """Share of a network's links that join accounts of one person (same name or handle, other platform)."""

    name = "signals/cross_posters"
    description = "Whether a network is the same person on several platforms."
    needs = ("personas", "persona_members", "edges")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network in which any link joins accounts of one person."""
        who: dict[int, dict[str, str | None]] = {}
        for row in engine.arrow(ROWS).to_pylist():
            who[row["account_no"]] = row
        joined: dict[str, list[bool]] = defaultdict(list)
        same: dict[str, set[int]] = defaultdict(set)
        for row in engine.arrow(EDGES).to_pylist():
            one_person = alike(who[row["one"]], who[row["other"]])
            joined[row["network_id"]].append(one_person)
            if one_person:
                same[row["network_id"]] |= {row["one"], row["other"]}
        for network_id, links in joined.items():
            if any(links):
                chosen = [who[n] for n in sorted(same[network_id])]
                yield Finding(
                    network_id, "cross_posters", sum(links) / len(links), "share of links",
                    f"{sum(links)} of {len(links)} links join accounts of one name on two platforms; names can "
                    "be taken by others", None, None,
                    account_refs([str(c["platform"]) for c in chosen], [str(c["account_id"]) for c in chosen]),
                    COUNTED,
                )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """One name on two platforms, and two names."""
        link = {"source_platform": "x", "source_id": "0000", "target_platform": "vk", "target_id": "0001"}
        doubles = [{"handle": "ada.lovelace"}, {"handle": "AdaLovelace", "platform": "vk"}]
        return (
            Example("one person", True, {**people(doubles), "edges": [link]}),
            Example("two persons", False, {**people([{}, {"platform": "vk"}]), "edges": [link]}),
        )


def alike(one: Mapping[str, str | None], other: Mapping[str, str | None]) -> bool:
    """Whether two accounts on different platforms carry one handle or one name."""
    if one["platform"] == other["platform"]:
        return False
    handles = skeleton(one["handle"]), skeleton(other["handle"])
    names = skeleton(one["name"]), skeleton(other["name"])
    same_handle = handles[0] == handles[1] and len(handles[0]) >= 4
    same_name = names[0] == names[1] and len(names[0]) >= 4
    return same_handle or same_name


CROSS_POSTERS = CrossPosters()
