"""The State Media Matrix: one row per outlet with its site and a column of links per platform -> one row per listing.

Source: State_Media_Matrix.csv of the Alliance for Securing Democracy at GMF, MIT
(github.com/ASD-at-GMF/state-media-profiles), with the classes of the State Media Monitor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from floodwatch.sources.profile_links import links_in, profile, site
from floodwatch.vocabulary.load import load

LIST = "state_media_matrix"
SOURCE = "Alliance for Securing Democracy at GMF; classes of the State Media Monitor"
Row = Mapping[str, str | None]
Refuse = Callable[[str], None]


def listings(row: Row, refuse: Refuse) -> Iterator[dict[str, str | None]]:
    """A listing for the outlet's site and for each of its accounts; `refuse` is told of every cell that is neither."""
    shared = _outlet(row)
    if not shared["outlet"]:
        refuse("no outlet is named")
        return
    found = [{"kind": k, "platform": p, "subject_id": s, **shared} for k, p, s in _subjects(row, refuse)]
    if not found:
        refuse(f"no site and no account of the outlet {shared['outlet']!r}")
    yield from found


def _outlet(row: Row) -> dict[str, str | None]:
    owner, asset, typology = (_cell(row, name) for name in ("Media company", "Main assets", "Typology"))
    roles: Mapping[str, str] = load("state_media.yaml")["roles"]
    return {
        "list_name": LIST, "listing_role": roles.get((typology or "").rstrip("?"), "state_media"),
        "outlet": asset or owner, "owner": owner, "country": _cell(row, "Country"), "typology": typology,
        "source": SOURCE,
    }  # fmt: skip


def _subjects(row: Row, refuse: Refuse) -> Iterator[tuple[str, str, str]]:
    """Kind, platform and subject of what the row's cells lead to."""
    for link in links_in(_cell(row, "URL")):
        if found := site(link):
            yield "site", "web", found
        elif account := profile(link):
            yield "account", *account
        else:
            refuse(f"URL {link[:80]!r} is no address of a site")
    for column, platform in load("state_media.yaml")["links"].items():
        for link in links_in(_cell(row, column)):
            account = profile(link)
            if account:
                yield "account", *account
            else:
                refuse(f"{column} {link[:80]!r} is no profile on {platform}")


def _cell(row: Row, name: str) -> str | None:
    return (row.get(name) or "").strip() or None
