"""Who is named in a report, and who has a pseudonym: everybody who took no part, unless for a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.reports import CODED, NAMED, SECOND_CODER, About, Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from floodwatch.centre.handles import Case
    from floodwatch.outputs.studio.pseudonyms import Pseudonyms

TOOK_PART = ("operator", "affiliate", "paid", "co_opted")
"""Parts that a person must have decided; accounts that have one are named."""


def pseudonyms(case: Case, about: About, said: Sequence[Said]) -> Pseudonyms:
    """What renames private persons in this report."""
    from floodwatch.casebook.roles import roles
    from floodwatch.outputs.studio.pseudonyms import Pseudonyms

    parts = roles(case.centre.casebook, case.name).values()
    named = {one.voice for one in parts if one.role in TOOK_PART and one.voice.startswith("account:")}
    named |= {str(one.content["ref"]) for one in said if one.what == NAMED}
    return Pseudonyms(about.pseudonym_key, named)


def coded(said: Sequence[Said]) -> dict[str, dict[str, str]]:
    """What each coder said of each unit; of several codes the last holds."""
    found: dict[str, dict[str, str]] = {}
    for one in said:
        if one.what == CODED:
            found.setdefault(str(one.content.get("coder") or one.decided_by), {}).update(one.content["codes"])
    return found


def second_coders(said: Sequence[Said]) -> set[str]:
    """Those who code without seeing the codes of others."""
    return {
        str(one.content["who"])
        for one in said
        if one.what == "assigned" and one.content["part"] == SECOND_CODER
    }


def agreements(said: Sequence[Said]) -> list[dict[str, Any]]:
    """How far the first coder and each second coder agreed, without their names."""
    from dataclasses import asdict

    from floodwatch.assessment.coding import agreement

    found, blind = coded(said), second_coders(said)
    first = next((codes for who, codes in found.items() if who not in blind), None)
    if first is None:
        return []
    seconds = [codes for who, codes in found.items() if who in blind]
    return [
        {"coders": f"first and second coder {number}" if len(seconds) > 1 else "first and second coder",
         **asdict(agreement(first, codes))}
        for number, codes in enumerate(seconds, 1) if first.keys() & codes.keys()
    ]  # fmt: skip


def shown_lines(said: Sequence[Said], who: str) -> list[Said]:
    """The lines that somebody may see: a second coder sees no codes of others before he has coded the same units."""
    if who not in second_coders(said):
        return list(said)
    found = coded(said)
    others = {unit for name, codes in found.items() if name != who for unit in codes}
    done = others <= set(found.get(who, {}))
    return [one for one in said if one.what != CODED or done or one.decided_by == who]
