"""Outputs: a dossier or a table -> bytes. One unit per file that a publication holds, one explicit list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from floodwatch.outputs import again, graph, html, pdf, report_document, stix, tables

DOSSIER = "dossier"


@dataclass(frozen=True, slots=True)
class Output:
    """One file of a publication. `render` takes the dossier, or the rows of the table that `reads` names."""

    name: str
    description: str
    file: str
    reads: str
    render: Callable[[Any], bytes]


def _table(name: str, description: str, file: str = "") -> Output:
    return Output(name, description, file or f"findings/{name}.csv", name, partial(tables.table, name))


OUTPUTS: tuple[Output, ...] = (
    Output("html", "the report: one page that opens offline", "report.html", DOSSIER,
           lambda d: html.render(d).encode("utf-8")),
    Output("pdf", "the report to print: a tagged PDF (PDF/UA-1), shorter than the page", "report.pdf", DOSSIER,
           lambda d: pdf.render(report_document.document(d), d.paper, d.glyphs)),
    _table("networks", "one row per coordinated network"),
    _table("members", "one row per network and account"),
    _table("edges", "one row per behaviour and pair of accounts that passed the test"),
    Output("signals", "one row per measured signal about a network, an account or a site",
           "findings/signals.csv", "signals/*", partial(tables.table, "signals")),
    _table("edge_evidence", "the pair of posts behind every edge and object"),
    _table("left_out_objects", "objects that were too widely used to be counted here, and what they carried"),
    Output("recurrence", "one row per value that was met before, and the place where",
           "findings/recurrence.csv", DOSSIER, lambda d: again.table(d.again["hits"])),
    _table("rejects", "every row that could not be used", "rejects.csv"),
    Output("gexf", "the fused network for Gephi", "network.gexf", DOSSIER,
           lambda d: graph.gexf(d.graph.nodes, d.graph.edges)),
    Output("graphml", "the fused network for other graph programs", "network.graphml", DOSSIER,
           lambda d: graph.graphml(d.graph.nodes, d.graph.edges)),
    Output("stix", "covert networks as STIX 2.1, labelled machine-suggested", "bundle.stix.json", DOSSIER,
           lambda d: stix.bundle(d).encode("utf-8")),
)  # fmt: skip
"""Every output; a table whose name holds `/*` is read under its name inside an engine."""
