"""Whose account is whose: overt by a list or label, declared by the profile, or linked without saying so.

A link is only suggested, with what chance expects and the innocent explanation. What is said of one account is a
signal and never a verdict on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from floodwatch.detectors.personas.affiliations import linked, listed
from floodwatch.detectors.personas.affiliations.declared import Names, Outlet, names_of
from floodwatch.detectors.personas.samples import people, post
from floodwatch.model.units import Engine, Example, Parameter, Step, Value

if TYPE_CHECKING:
    import pyarrow as pa

LISTED, LABELLED = 1.0, 0.9
SUGGESTED = "suggested, not confirmed: "

KNOWN = Step(
    "affiliations_known",
    """
    SELECT account_no, outlet, owner, house, country FROM affiliations_overt
    UNION ALL SELECT account_no, outlet, owner, house, country FROM affiliations_declared
    """,
)
PROFILES = """
    SELECT p.account_no, p.platform, coalesce(p.name, '') AS name, coalesce(p.bio, '') AS bio,
           coalesce(p.website, '') AS website, a.observed_at AS as_of
    FROM personas p LEFT JOIN accounts a USING (platform, account_id)
    ANTI JOIN affiliations_overt o ON o.account_no = p.account_no
    WHERE length(concat_ws('', p.name, p.bio, p.website)) > 0 ORDER BY p.account_no
"""
HANDLES = """
    SELECT p.platform, lower(p.handle) AS handle, o.outlet, o.owner, o.house, o.country
    FROM affiliations_overt o JOIN personas p USING (account_no) WHERE p.handle IS NOT NULL
    UNION SELECT n.platform, n.subject_id, n.outlet, n.owner, n.house, n.country FROM affiliations_named n
    ANTI JOIN (
        SELECT p.platform, lower(p.account_id) AS subject_id
        FROM affiliations_overt o JOIN personas p USING (account_no)) i
        ON i.platform = n.platform AND i.subject_id = n.subject_id
    WHERE n.kind = 'account' ORDER BY ALL
"""
"""Handles that a profile may name: of overt accounts, and what a list names unless it is somebody's id."""
WHO = """
    SELECT f.*, p.platform, p.account_id, m.network_id FROM affiliations_found f JOIN personas p USING (account_no)
    LEFT JOIN (SELECT account_no, min(network_id) AS network_id FROM persona_members GROUP BY account_no) m
        USING (account_no)
"""
COLUMNS = (
    "platform", "account_id", "account_no", "network_id", "outlet", "owner", "country", "route", "strength", "as_of",
    "observed", "expected", "p_value", "reason", "role", "typology",
)  # fmt: skip
TEMPORARY = (
    *(f"affiliations_{name}" for name in ("named", "sites", "overt", "declared", "known", "found")),
    *(step.name for step in (*linked.STEPS, linked.TOTALS)),
)


class Affiliations:
    """One row per account and outlet that it belongs to, says it belongs to, or moves with."""

    name = "affiliations"
    description = (
        "Which accounts are an outlet's by a list or label, by their own word, or linked without a word."
    )
    version = 2
    parameters = (
        Parameter(
            "least_known", 2,
            "Overt or declared accounts of an outlet from which on a network's other members are linked.", "accounts",
        ),
    )  # fmt: skip
    needs = ("listings", "accounts", "personas", "persona_members", "engagements", "post_links")
    makes = ("affiliations",)
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `affiliations`; strength is 1 for listed, .9 labelled, .6 to .8 declared, at most .5 linked."""
        engine.steps((listed.NAMED, listed.SITES, listed.overt()))
        rows = [_overt(row) for row in _rows(engine, "SELECT * FROM affiliations_overt ORDER BY account_no")]
        declared = list(_declared(engine))
        engine.register("affiliations_declared", _table(declared, _HOUSES))
        engine.table(KNOWN)
        rows += [{k: v for k, v in row.items() if k != "house"} for row in declared]
        if rows or _count(engine, "affiliations_named"):
            rows += _linked(engine, int(str(settings["least_known"])))
        engine.register("affiliations_found", _table(rows, _FOUND))
        engine.table(
            Step("affiliations", f"SELECT {', '.join(COLUMNS)} FROM ({WHO}) ORDER BY account_no, outlet")
        )
        engine.drop(*TEMPORARY)

    def examples(self) -> Sequence[Example]:
        """A listed account, a reporter who says so, a mouthpiece that does not, and people who do none of it."""
        texts = [{}, {"bio": "Reporter at River TV. Views mine"}, *[{}] * 40]
        who = people([{}], [{"handle": "river_tv"}, *texts])
        said = [_shared(n, 2 if n < 30 else 4 + n % 38, 1 if n < 30 else 43) for n in range(300)]
        return (
            Example("a house", True, {**who, "listings": [LISTING], "posts": said}),
            Example("nobody listed", False, {**who, "posts": said}),
        )


LISTING = {
    "list_name": "l", "kind": "account", "platform": "x", "subject_id": "river_tv", "outlet": "River TV",
    "listing_role": "state_media",
}  # fmt: skip
"""A row of `listings` for the examples."""


def _shared(number: int, who: int, author: int) -> dict[str, Any]:
    return post(number, who, repost_of=f"r{number}", repost_of_account=f"{author:04d}")


def _overt(row: Mapping[str, Any]) -> dict[str, Any]:
    kind = f" ({row['typology']})" if row["typology"] else ""
    how = (
        f"the list {row['list_name']} names it as {row['role'].replace('_', ' ')}{kind}"
        if row["place"] == 1
        else f"its platform labels it: {row['typology']}"
    )
    return {
        **{k: row[k] for k in ("account_no", "outlet", "owner", "country", "as_of", "role", "typology")},
        "route": "overt", "strength": LISTED if row["place"] == 1 else LABELLED, "reason": how,
    }  # fmt: skip


def _declared(engine: Engine) -> Iterator[dict[str, Any]]:
    """Rows of the accounts whose profile says whose they are."""
    names = _names(engine)
    if names is None:
        return
    with engine.batches(PROFILES) as reader:
        for batch in reader:
            for row in _speaking(names, batch):
                said = names.said(row["platform"], row["name"], row["bio"], row["website"])
                if said:
                    reason = f"{said.how}; a profile can also say what is not so"
                    yield {
                        "account_no": row["account_no"], **said.outlet._asdict(), "route": "declared",
                        "strength": said.strength, "as_of": row["as_of"], "reason": reason,
                    }  # fmt: skip


def _speaking(names: Names, batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """The profiles of a batch that name anything of an outlet."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pc.binary_join_element_wise(batch.column("name"), batch.column("bio"), "\n").to_pylist()
    places = names.speaking(texts, batch.column("website").to_pylist())
    found: list[dict[str, Any]] = batch.take(pa.array(places, pa.int64())).to_pylist()
    return found


def _names(engine: Engine) -> Names | None:
    """Names, sites and handles of the outlets; None where there is no outlet."""
    order = "ORDER BY outlet, owner, house, country"
    named = _rows(engine, f"SELECT DISTINCT outlet, owner, house, country FROM affiliations_named {order}")
    sites = {
        r.pop("domain"): Outlet(**r) for r in _rows(engine, "SELECT * FROM affiliations_sites ORDER BY ALL")
    }
    handles = {(r.pop("platform"), r.pop("handle")): Outlet(**r) for r in _rows(engine, HANDLES)}
    return Names(names_of(named), sites, handles) if named or handles else None


def _linked(engine: Engine, least_known: int) -> list[dict[str, Any]]:
    """The strongest suggestion for each account that says nothing."""
    engine.steps(linked.STEPS)
    best: dict[int, linked.Link] = {}
    for link in (*linked.in_networks(engine, least_known), *linked.by_relays(engine)):
        before = best.get(link.account_no)
        if before is None or (link.strength, before.outlet) > (before.strength, link.outlet):
            best[link.account_no] = link
    return [
        {**link._asdict(), "route": "linked", "reason": SUGGESTED + link.reason} for link in best.values()
    ]


_HOUSES = ("account_no", "outlet", "owner", "house", "country")
_FOUND = (
    "account_no", "outlet", "owner", "country", "route", "strength", "as_of", "observed", "expected", "p_value",
    "reason", "role", "typology",
)  # fmt: skip
_NUMBERS = ("strength", "observed", "expected", "p_value")


def _table(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> pa.Table:
    import pyarrow as pa

    kinds = {
        "account_no": pa.int64(),
        "as_of": pa.timestamp("us", tz="UTC"),
        **dict.fromkeys(_NUMBERS, pa.float64()),
    }
    form = pa.schema([(name, kinds.get(name, pa.string())) for name in names])
    return pa.Table.from_pylist([{n: row.get(n) for n in names} for row in rows], schema=form)


def _rows(engine: Engine, sql: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = engine.arrow(sql).to_pylist()
    return found


def _count(engine: Engine, table: str) -> int:
    return int(engine.arrow(f"SELECT count(*) AS n FROM {table}")["n"][0].as_py())


AFFILIATIONS = Affiliations()
