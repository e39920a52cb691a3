"""How often a kind is right, depending on how common such networks are; printed with every kind."""

from __future__ import annotations

from floodwatch.model.dossier import Rows
from floodwatch.views.unit import Reader, View


def view(reader: Reader, measured: Rows | None = None) -> Rows:
    """Rows of kind, prevalence, right, low, high in a fixed order; `right` is None: not measured.

    The measurement comes from synthetic worlds, not from the case, so it is handed in.
    """
    return sorted(
        (dict(r) for r in measured or []), key=lambda r: (str(r.get("kind")), float(r["prevalence"]))
    )


PREVALENCE = View("prevalence", "How often each kind is right at several prevalences", view, needs=())
