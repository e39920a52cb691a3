"""The kinds of persona that each network plays: role, claimed country and side, beside what the background does.

A kind's chance is binomial against the share of the background's accounts of the members' languages that declare
the same, times the kinds that the network plays (Bonferroni); a share of zero is never assumed, and members whose
language hardly anybody outside writes are left out of the test. Accounts that somebody picked for the collection
are no background.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from floodwatch.detectors.personas.cards import cast
from floodwatch.detectors.personas.cards.counting import (
    KIND,
    TRAITS,
    Outside,
    Person,
    Share,
    networks,
    people,
    shares,
)
from floodwatch.detectors.personas.cards.traits import ROLE
from floodwatch.detectors.personas.cards.words import roles
from floodwatch.detectors.personas.samples import people as example_people
from floodwatch.model.units import Engine, Example, Parameter, Value

if TYPE_CHECKING:
    import pyarrow as pa

LEAST = 2
"""Members who must play a kind of persona for it to be listed."""
MOST = 40
"""Kinds, and values of each trait, listed of one network at most: the commonest."""
OBSERVED = """
    SELECT p.account_no, p.language, coalesce(o.bio, '') AS bio, coalesce(o.location, '') AS location,
           count(*) AS observations
    FROM accounts_observed o JOIN personas p USING (platform, account_id)
    WHERE p.account_no IN (SELECT account_no FROM persona_members)
    GROUP BY p.account_no, p.language, coalesce(o.bio, ''), coalesce(o.location, '')
    ORDER BY p.account_no, bio, location
"""
BELIEVERS = "SELECT network_id, accounts, size FROM persona_beliefs ORDER BY network_id"
_COUNTED = (("members", "int"), ("size", "int"), ("share", "float"), ("background", "int"),
            ("background_size", "int"), ("baseline", "float"), ("p_value", "float"), ("accounts", "str"))  # fmt: skip
KINDS = (("network_id", "str"), ("role", "str"), ("country", "str"), ("camp", "str"), *_COUNTED)
SHARES = (("network_id", "str"), ("trait", "str"), ("value", "str"), *_COUNTED)
CASTS = (
    ("network_id", "str"), ("members", "int"), ("with_bio", "int"), ("with_role", "int"), ("with_place", "int"),
    ("with_camp", "int"), ("declared", "int"), ("effective", "float"), ("expected", "float"), ("low", "float"),
    ("high", "float"), ("p_even", "float"), ("p_uniform", "float"), ("language_known", "int"),
    ("language_fits", "int"), ("background_language_fits", "float"), ("contradictory", "int"),
    ("background_contradictory", "float"), ("contradictions", "str"), ("seen_twice", "int"), ("place_known", "int"),
    ("place_same", "int"), ("role_known", "int"), ("role_same", "int"), ("believers", "int"),
    ("background_believers", "float"),
)  # fmt: skip


class PersonaKinds:
    """Kinds of persona, values of each trait, and what each network's cast is like."""

    name = "persona_kinds"
    description = "The kinds of persona each network plays, how common they are outside, and how consistent."
    version = 1
    parameters: tuple[Parameter, ...] = ()
    needs = (
        "personas", "persona_members", "persona_traits", "persona_profiles", "persona_beliefs", "accounts_observed",
    )  # fmt: skip
    makes = ("persona_kinds", "persona_shares", "persona_casts")
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave one row per network and kind, per network, trait and value, and per network."""
        everybody = people(engine)
        background = [one for one in everybody.values() if not one.member]
        inside = {name: [everybody[n] for n in numbers] for name, numbers in networks(engine).items()}
        engine.register("persona_kinds", _table(_kinds(inside, background), KINDS))
        engine.register("persona_shares", _table(_shares(inside, background), SHARES))
        casts = _casts(engine, inside, background, int(str(settings["seed"])))
        engine.register("persona_casts", _table(casts, CASTS))

    def examples(self) -> Sequence[Example]:
        """Nurses among people who say nothing, and a network that says nothing."""
        nurses = [{"bio": "Nurse", "location": "Ohio"}] * 4
        return (
            Example("nurses", True, example_people(nurses, [{"bio": "tea"}] * 20)),
            Example("silent profiles", False, example_people([{}] * 4, [{}] * 20)),
        )


def _kinds(inside: Mapping[str, Sequence[Person]], background: Sequence[Person]) -> Iterator[dict[str, Any]]:
    outside = Outside(background, KIND)
    for network_id, members in inside.items():
        for one in list(shares(members, KIND, outside, LEAST))[:MOST]:
            named = dict(zip(("role", "country", "camp"), one.thing, strict=True))
            yield {"network_id": network_id, **named, **_counted(one)}


def _shares(inside: Mapping[str, Sequence[Person]], background: Sequence[Person]) -> Iterator[dict[str, Any]]:
    outside = {trait: Outside(background, trait) for trait in TRAITS}
    looks = {ROLE: len(roles())}
    for network_id, members in inside.items():
        for trait in TRAITS:
            for one in list(shares(members, trait, outside[trait], looks=looks.get(trait, 0)))[:MOST]:
                yield {"network_id": network_id, "trait": trait, "value": one.thing, **_counted(one)}


def _counted(one: Share) -> dict[str, Any]:
    return {
        "members": one.members, "size": one.size, "share": one.members / one.size, "background": one.background,
        "background_size": one.background_size, "baseline": one.baseline, "p_value": one.p_value,
        "accounts": "|".join(one.accounts),
    }  # fmt: skip


def _casts(
    engine: Engine, inside: Mapping[str, Sequence[Person]], background: Sequence[Person], seed: int
) -> Iterator[dict[str, Any]]:
    outside, observed = cast.declared(background), _observed(engine)
    beliefs = {r["network_id"]: r for r in engine.arrow(BELIEVERS).to_pylist()}
    fitting = [f for one in background if (f := cast.fits(one)) is not None]
    common = {
        "background_language_fits": sum(fitting) / len(fitting) if fitting else None,
        "background_contradictory": _share(
            sum(bool(cast.contradiction(o)) for o in background), len(background)
        ),
        "background_believers": _share(
            *((beliefs[""]["accounts"], beliefs[""]["size"]) if "" in beliefs else (0, 0))
        ),
    }
    numbers = networks(engine)
    for network_id, members in inside.items():
        spread = cast.spread(members, outside, seed)
        yield {
            "network_id": network_id, **_members(members), **common,
            **{name: getattr(spread, name) for name in spread.__slots__},
            **_over_time([observed[n] for n in numbers[network_id] if n in observed]),
            "believers": beliefs[network_id]["accounts"] if network_id in beliefs else 0,
        }  # fmt: skip


def _members(members: Sequence[Person]) -> dict[str, Any]:
    fitting = [f for one in members if (f := cast.fits(one)) is not None]
    wrong = sorted(filter(None, map(cast.contradiction, members)))
    return {
        "members": len(members), "with_bio": sum(one.has_bio for one in members),
        "with_role": sum(bool(one.of(ROLE)) for one in members),
        "with_place": sum(bool(one.country) for one in members), "with_camp": sum(bool(one.camp) for one in members),
        "language_known": len(fitting), "language_fits": sum(fitting), "contradictory": len(wrong),
        "contradictions": "|".join(dict.fromkeys(wrong)),
    }  # fmt: skip


def _observed(engine: Engine) -> dict[int, list[dict[str, Any]]]:
    """Different profiles of each member over time, with how often each was seen."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in engine.arrow(OBSERVED).to_pylist():
        found[row["account_no"]].append(row)
    return found


def _over_time(observed: Sequence[Sequence[Mapping[str, Any]]]) -> dict[str, int]:
    told = [cast.history(rows) for rows in observed]
    return {
        "seen_twice": sum(seen > 1 for seen, _, _ in told),
        "place_known": sum(place is not None for _, place, _ in told),
        "place_same": sum(place is True for _, place, _ in told),
        "role_known": sum(role is not None for *_, role in told),
        "role_same": sum(role is True for *_, role in told),
    }


def _share(hits: int, of: int) -> float | None:
    return hits / of if of else None


def _table(rows: Iterator[dict[str, Any]], columns: Sequence[tuple[str, str]]) -> pa.Table:
    import pyarrow as pa

    types = {"str": pa.string(), "int": pa.int64(), "float": pa.float64()}
    return pa.Table.from_pylist(list(rows), schema=pa.schema([(name, types[kind]) for name, kind in columns]))


PERSONA_KINDS = PersonaKinds()
