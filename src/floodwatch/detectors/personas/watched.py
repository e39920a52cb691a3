"""Whom the measures over time look at: all members of networks, and a fixed sample of the background."""

from __future__ import annotations

from floodwatch.model.units import Engine, Step

SAMPLE = 20_000
"""Background accounts at most; drawn by the MD5 of the account's ref, so the same ones every time."""
_DIGITS = 8


def watch(engine: Engine, name: str, given: str = "true", sample: int = SAMPLE) -> None:
    """Make the table `name` of those for whom `given` (SQL of `p`) holds: number, ref, whether background."""
    asked = f"SELECT count(*) AS n FROM personas p WHERE p.background AND {given}"
    number = engine.arrow(asked)["n"][0].as_py()
    engine.table(
        Step(
            name,
            f"""
            SELECT p.account_no, p.platform, p.account_id, p.background FROM personas p
            WHERE {given} AND (p.account_no IN (SELECT account_no FROM persona_members)
                OR (p.background AND {drawn(number, sample)}))""",
        )
    )


def drawn(number: int, sample: int) -> str:
    """SQL that holds for about `sample` of `number` accounts `p`; for all of them if they are no more than that."""
    if number <= sample:
        return "true"
    bound = f"{int(sample / number * 16**_DIGITS):0{_DIGITS}x}"
    return f"md5(p.platform || '/' || p.account_id) < '{bound}'"
