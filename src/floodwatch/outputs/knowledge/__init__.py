"""Outputs of what a casebook knows: one `Knowledge` -> the bytes of one file, in each format of one explicit list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from floodwatch.model.exchange import Knowledge, Lost
from floodwatch.outputs.knowledge import ftm, misp, stix, tables


@dataclass(frozen=True, slots=True)
class Format:
    """One format: `render` gives the file, `lost` says what of it the format does not carry."""

    name: str
    description: str
    file: str
    render: Callable[[Knowledge], bytes]
    lost: Callable[[Knowledge], Iterable[Lost]]


FORMATS: tuple[Format, ...] = (
    Format("stix", "a STIX 2.1 bundle, which comes back equal", "knowledge.stix.json", stix.render, stix.lost),
    Format("misp", "a MISP event, which comes back equal", "knowledge.misp.json", misp.render, misp.lost),
    Format("csv", "one row per claim, for spreadsheets", "knowledge.csv", tables.csv, tables.csv_lost),
    Format("jsonl", "entities and claims as JSON lines", "knowledge.jsonl", tables.jsonl, tables.jsonl_lost),
    Format("ftm", "entities of FollowTheMoney as JSON lines", "knowledge.ftm.json", ftm.render, ftm.lost),
)  # fmt: skip
"""Every format in which knowledge goes out."""
