"""Outputs of what a casebook knows: one `Knowledge` -> the bytes of one file, in each format of one explicit list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from floodwatch.model.exchange import Knowledge, Lost
from floodwatch.outputs.knowledge import ftm, misp, stix, tables


@dataclass(frozen=True, slots=True)
class Format:
    """One format: `pieces` gives the file, `lost` says what of it the format does not carry.

    What is lines comes line by line, so that of a large casebook no second copy is held.
    """

    name: str
    description: str
    file: str
    pieces: Callable[[Knowledge], Iterable[bytes]]
    lost: Callable[[Knowledge], Iterable[Lost]]

    def render(self, known: Knowledge) -> bytes:
        """The whole file."""
        return b"".join(self.pieces(known))


FORMATS: tuple[Format, ...] = (
    Format("stix", "a STIX 2.1 bundle, which comes back equal", "knowledge.stix.json", stix.pieces, stix.lost),
    Format("misp", "a MISP event, which comes back equal", "knowledge.misp.json", misp.pieces, misp.lost),
    Format("csv", "one row per claim, for spreadsheets", "knowledge.csv", tables.csv, tables.csv_lost),
    Format("jsonl", "entities and claims as JSON lines", "knowledge.jsonl", tables.jsonl, tables.jsonl_lost),
    Format("ftm", "entities of FollowTheMoney as JSON lines", "knowledge.ftm.json", ftm.lines, ftm.lost),
)  # fmt: skip
"""Every format in which knowledge goes out."""
