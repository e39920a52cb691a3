"""Notes what exports and publications hold, so that a withdrawal finds them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from floodwatch.model.reports import OWNER_EXPORT, OWNER_PUBLICATION, Use

if TYPE_CHECKING:
    from floodwatch.casebook.store import Book
    from floodwatch.centre.handles import Case


def note_export(book: Book, number: int, claims: Collection[Any], judgements: Collection[str]) -> None:
    """Note what an export holds, so that a withdrawal finds it."""
    from floodwatch.casebook.reports import use

    made = [Use("object", f"claim:{one.claim_id}", one.predicate, ref)
            for one in claims
            for ref in (f"claim:{one.claim_id}", f"entity:{one.subject}", f"entity:{one.object_entity}")
            if not ref.endswith(":")]  # fmt: skip
    made += [Use("object", f"judgement:{name}", "judgement", f"judgement:{name}") for name in judgements]
    use(book, OWNER_EXPORT, str(number), "", made)


def note_publication(
    case: Case, number: int, nodes: Sequence[Mapping[str, Any]], networks: Collection[str]
) -> None:
    """The same of a publication: accounts that are in networks, and the networks."""
    from floodwatch.casebook.reports import use

    made = [
        Use("account", str(one["ref"]), f"member of network {one['network_id']}", str(one["ref"]))
        for one in nodes
    ]
    made += [Use("network", f"network:{name}", "network", f"network:{name}") for name in networks]
    use(case.centre.casebook, OWNER_PUBLICATION, str(number), case.name, made)
