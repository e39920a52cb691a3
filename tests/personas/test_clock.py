"""The clock: hours of their own speak, hours of what a group does together speak once."""

from datetime import UTC, datetime, timedelta

from floodwatch.detectors.personas.people import PEOPLE
from floodwatch.detectors.personas.signals.clock import CLOCK
from floodwatch.detectors.personas.timelines import TIMELINES
from tests.personas.table import engine, rows, run

DAY = datetime(2024, 3, 1, tzinfo=UTC)
MEMBERS, OTHERS, NIGHTS = 8, 40, 48


def posts_of(name: str, hours: list[int]) -> list[dict]:
    """Posts of one account, on one day after the other, at UTC hours."""
    return [
        {"platform": "x", "post_id": f"{name}-{day:02d}-{hour:02d}", "account_id": name, "language": "ru",
         "created_at": DAY + timedelta(days=day, hours=hour)}
        for day, hour in enumerate(hours)
    ]  # fmt: skip


def clock(together: bool) -> dict[str, dict]:
    """A network in Moscow that lives there by day and acts by night, all on one object or each on its own."""
    awake = [6 + n % 8 for n in range(26)]
    people = [f"{n:02d}" for n in range(MEMBERS + OTHERS)]
    night = {m: posts_of(f"{m}", [20 + n % 6 for n in range(NIGHTS)]) for m in people[:MEMBERS]}
    own = [p for who in people for p in posts_of(who, awake)]
    for posts in night.values():
        for post in posts:
            post["post_id"] += "-night"
    made = engine(
        posts=own + [p for posts in night.values() for p in posts],
        accounts=[{"platform": "x", "account_id": a, "location": "Москва"} for a in people],
        members=[
            {"network_id": "n", "platform": "x", "account_id": a, "behaviours": "url"} for a in people[:MEMBERS]
        ],
        actions=[
            {"trace": "url", "platform": "x", "account_id": m, "post_id": p["post_id"],
             "object_id": f"o{n}" if together else f"{m}-{n}"}
            for m, posts in night.items() for n, p in enumerate(posts)
        ],
    )  # fmt: skip
    run(made, PEOPLE, TIMELINES, CLOCK)
    return {row["signal"]: row for row in rows(made, CLOCK.name)}


def test_hours_of_their_own_contradict_a_place():
    row = clock(together=False)["clock_contradiction"]
    assert row["value"] > 0.9 and row["p_value"] <= 0.002


def test_what_several_did_together_counts_once():
    (row,) = clock(together=True).values()
    assert row["p_value"] > 0.05
