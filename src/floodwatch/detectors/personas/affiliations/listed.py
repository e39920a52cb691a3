"""Which accounts are an outlet's by a list or by a label of the platform, and which sites are."""

from __future__ import annotations

from floodwatch.model.units import Step
from floodwatch.vocabulary.load import load

ONCE = "row_number() OVER (PARTITION BY {key} ORDER BY {order}) = 1"
SAID = """
    SELECT kind, platform, lower(ltrim(subject_id, '@')) AS subject_id, coalesce(outlet, owner, list_name) AS outlet,
           owner, coalesce(owner, outlet, list_name) AS house, country, list_name, observed_at,
           listing_role AS role, typology
    FROM listings WHERE listing_role <> 'exposed'"""
NAMED = Step(
    "affiliations_named",
    f"SELECT * FROM ({SAID}) QUALIFY "
    + ONCE.format(
        key="kind, platform, subject_id",
        order="observed_at DESC NULLS LAST, list_name, outlet, owner, country, role, typology",
    ),
)
"""Every listed account and site once: of several lists the latest counts, then the first by name. Lists of exposed
accounts do not make anybody overt."""

SITES = Step(
    "affiliations_sites",
    "SELECT subject_id AS domain, outlet, owner, house, country FROM affiliations_named WHERE kind = 'site'",
)


BY_LABEL = "labelled"
"""The role of accounts that no list names: what the platform calls them is their class."""


def labels() -> str:
    """SQL: the labels by which the platform calls the account `p` a medium of a state or of the public."""
    pattern = "|".join(load("state_media.yaml")["labels"])
    return f"list_filter(coalesce(p.labels, []), lambda l: regexp_matches(lower(l), '{pattern}'))"


def overt() -> Step:
    """One row per overt account: a list before a label, which names no outlet but the account's own name.

    Who has a listed name as its id is meant; who has it as a handle only where nobody on the platform has that id.
    """
    matched = """
        SELECT p.account_no, l.* FROM affiliations_named l
        JOIN personas p ON p.platform = l.platform AND lower(p.{called}) = l.subject_id"""
    listed = (
        "SELECT account_no, 1 AS place, outlet, owner, house, country, list_name, observed_at AS as_of, "
        "role, typology FROM "
    )
    name = "coalesce(nullif(p.name, ''), nullif(p.handle, ''), p.account_id)"
    label = f"""
        SELECT p.account_no, 2 AS place, {name}, NULL, {name}, NULL, NULL, a.observed_at,
               '{BY_LABEL}', array_to_string({labels()}, ', ')
        FROM personas p LEFT JOIN accounts a USING (platform, account_id) WHERE len({labels()}) > 0"""
    handles = "by_handle h ANTI JOIN by_id i ON i.platform = h.platform AND i.subject_id = h.subject_id"
    rows = " UNION ALL ".join((listed + "by_id", listed + handles, label))
    return Step(
        "affiliations_overt",
        f"WITH by_id AS ({matched.format(called='account_id')}), by_handle AS ({matched.format(called='handle')}) "
        f"SELECT * FROM ({rows}) QUALIFY "
        + ONCE.format(
            key="account_no",
            order="place, as_of DESC NULLS LAST, outlet, owner, house, list_name, country, role, typology",
        ),
    )
