"""Lists of sites: those of known operations, sites of concern with the list each is from, and technical indicators.

Sources: io_domains.csv made of M82's DIMA plugin; sites_of_concern.csv and indicators.csv of ASD's Laundromat.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from floodwatch.model.batches import Batch
from floodwatch.sources.knowledge.base import Known, Loaded
from floodwatch.sources.knowledge.making import Making
from floodwatch.sources.profile_links import profile, site

NEUTRAL = "Wikidata All News"
"""Controls: news sites of all sorts, about which the list says nothing."""
Row = Mapping[str, str]


class OperationDomains:
    """Reads a list of the domains of operations, each with the report that names it."""

    name = "operation_domains"
    description = "Domains of known operations with the report on each (columns operation, domain, reportUrl)"

    def recognises(self, file: Loaded) -> bool:
        """Its columns."""
        return {"operation", "domain", "reportUrl"} <= set(file.columns)

    def collect(self, file: Loaded, known: Known) -> None:
        """It has no ids."""

    def read(self, file: Loaded, known: Known) -> Batch:
        """All rows."""
        own = not file.source
        made = Making(
            key=f"operation domains {file.source or 'dima'}", unit="operation_domains@1",
            label=f"Domains of operations ({file.source or 'DIMA'})", credits="dima" if own else "",
            publisher="" if own else file.source,
        )  # fmt: skip
        for row in file.rows:
            made.read += 1
            self._row(made, row)
        return made.batch()

    def _row(self, made: Making, row: Row) -> None:
        if row.get("matchType", "exact") not in ("", "exact"):
            made.left["a pattern that stands for many sites"] += 1
            return
        page, one = _site(made, row["domain"]), made.entity("campaign", row["operation"])
        if not (page and one):
            return
        day = row.get("identifiedDate", "").strip()
        since = day if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else ""
        made.say(page, "part_of", one, since=since, quote=row.get("reason_fr", ""))
        for link in (row["reportUrl"].strip(),):
            if link:
                made.say(page, "described_at", value=link)


class SitesOfConcern:
    """Reads the Laundromat's list of sites, each with the list it is from; controls are left out, with their count."""

    name = "sites_of_concern"
    description = "Sites of concern with the list each came from (columns Domain, Source)"

    def recognises(self, file: Loaded) -> bool:
        """Its columns."""
        return {"Threat Actor", "Domain", "Name", "Source"} <= set(file.columns)

    def collect(self, file: Loaded, known: Known) -> None:
        """It has no ids."""

    def read(self, file: Loaded, known: Known) -> Batch:
        """All rows."""
        made = Making(key="laundromat sites", label="Sites of concern (Laundromat)", unit="sites_of_concern@1",
                      credits="laundromat")  # fmt: skip
        for row in file.rows:
            made.read += 1
            if row["Source"].strip() == NEUTRAL:
                made.left["a neutral control, of which nothing is said"] += 1
                continue
            if one := _site(made, row["Domain"]):
                made.say(one, "described_as", value=f"on the list {row['Source'].strip()}")
                if row["Threat Actor"].strip():
                    made.say(one, "attributed_to", made.entity("actor", row["Threat Actor"]))
        return made.batch()


class SiteIndicators:
    """Reads the Laundromat's technical indicators of sites."""

    name = "site_indicators"
    description = "Technical indicators of sites (columns indicator_type, indicator_content, domain_name)"

    def recognises(self, file: Loaded) -> bool:
        """Its columns."""
        return {"indicator_type", "indicator_content", "domain_name"} <= set(file.columns)

    def collect(self, file: Loaded, known: Known) -> None:
        """It has no ids."""

    def read(self, file: Loaded, known: Known) -> Batch:
        """All rows."""
        made = Making(key="laundromat indicators", label="Indicators of sites (Laundromat)", unit="site_indicators@1",
                      credits="laundromat")  # fmt: skip
        for row in file.rows:
            made.read += 1
            if not row["domain_name"].strip():
                made.rejected["a row without a domain"] += 1
            elif one := _site(made, row["domain_name"]):
                made.say(
                    one,
                    "indicator",
                    value=f"{row['indicator_type'].strip()}: {row['indicator_content'].strip()}",
                )
        return made.batch()


def _site(made: Making, link: str) -> str:
    """The site of an address or a bare domain; an account on a platform is a channel."""
    given = link.strip()
    if found := site(given):
        return made.entity("site", found)
    if account := profile(given):
        return made.entity("channel", f"{account.platform}/{account.subject}")
    made.rejected["a domain that is none, or one that many share"] += 1
    return ""
