"""Kinds of live blocks in reports, one explicit list."""

from __future__ import annotations

from floodwatch.model.units import listed
from floodwatch.outputs.studio.kinds.base import Kind
from floodwatch.outputs.studio.kinds.judged import FORECAST, JUDGEMENT, WEIGHING
from floodwatch.outputs.studio.kinds.network import NETWORK, TIMELINE
from floodwatch.outputs.studio.kinds.said import CLAIM, QUOTE
from floodwatch.outputs.studio.kinds.table import TABLE

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in listed(
        "outputs/studio/kinds", (NETWORK, TIMELINE, TABLE, JUDGEMENT, FORECAST, WEIGHING, QUOTE, CLAIM)
    )
}
"""By the name under which a text asks for them."""
