"""Do many members answer one outsider's posts within an hour, more than others who answer as much?

Answers are replies and quotes. One within an hour of the post (of the first answer seen, where the post is not in
the data; of the first in its clock hour, where only the account is named) is quick. A target is an account outside the
network with a post that three members answered quickly: a swarm. A member with r answers is expected to be quick with
a target at all with chance 1 - (1 - q)^r, q being the background's accounts that were so for each of its answers, on
the same platform and in the member's language (where it answers little, nothing is tested). The members who took
part in swarms are tested against the sum of these chances (of being quick, alone or not) by a negative binomial law,
whose size says how little q rests on (wider than the exact Poisson binomial), times the accounts that were answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np

from floodwatch.detectors.personas.rows import Finding, Signal, grouped, rate
from floodwatch.detectors.personas.samples import NOON, people, post
from floodwatch.model import refs
from floodwatch.model.units import Engine, Example, Step, Value
from floodwatch.tools.statistics import negative_binomial_tail

WINDOW_S = 3600
LEAST = 3
"""Members who must answer one post quickly for a swarm."""
LOOKED_AT, TOLD = 20, 5
"""Targets of one network that are tested, those of most members, and that are told in rows of their own."""
GREATEST_P = 0.05
"""Greatest corrected p value of a target with a row of its own."""
LEAST_ANSWERS = 50
"""Answers of the background in one language without which nothing is tested."""
UNTESTED = "too few answers of others in its language: not tested"
SHOWN = 12
"""Answers to one target that are kept as evidence."""

THREAD = "coalesce(e.target_post, 'h:' || CAST(CAST(floor(epoch(e.created_at) / 3600) AS BIGINT) AS VARCHAR))"
CROWDED = f"""
    SELECT count(*) AS n FROM (
        SELECT m.network_id FROM engagements e JOIN persona_members m USING (account_no)
        WHERE e.form IN ('reply', 'quote') GROUP BY m.network_id, e.platform, e.target_id, {THREAD}
        HAVING count(DISTINCT m.account_no) >= {LEAST})"""
"""Threads in which enough members answer, quickly or not: without any there is no swarm, and no more is read."""
POSTED = Step(
    "reply_swarm_posted",
    """
    SELECT o.platform, o.post_id, o.created_at FROM posts o
    JOIN (SELECT DISTINCT platform, target_post FROM engagements
          WHERE form IN ('reply', 'quote') AND target_post IS NOT NULL) t
        ON t.platform = o.platform AND t.target_post = o.post_id
    """,
)
ANSWERS = Step(
    "reply_swarm_answers",
    f"""
    SELECT account_no, background, language, platform, post_id, target_id, target_no, target_post, created_at, thread,
           delay_s, delay_s BETWEEN 0 AND {WINDOW_S} AS quick
    FROM (
        SELECT *, epoch(created_at) - epoch(coalesce(posted_at,
                   min(created_at) OVER (PARTITION BY platform, target_id, thread))) AS delay_s
        FROM (
            SELECT a.account_no, a.background, a.language, e.platform, e.post_id, e.target_id, e.target_no,
                   e.target_post, e.created_at, o.created_at AS posted_at,
                   {THREAD} AS thread
            FROM engagements e JOIN personas a USING (account_no)
            LEFT JOIN reply_swarm_posted o ON o.platform = e.platform AND o.post_id = e.target_post
            WHERE e.form IN ('reply', 'quote')
              AND (a.background OR a.account_no IN (SELECT account_no FROM persona_members))))
    """,
)
MINE = Step(
    "reply_swarm_mine",
    """
    SELECT m.network_id, s.* FROM reply_swarm_answers s JOIN persona_members m USING (account_no)
    WHERE NOT EXISTS (SELECT 1 FROM persona_members t
                      WHERE t.network_id = m.network_id AND t.account_no = s.target_no)
    """,
)
SWARMS = Step(
    "reply_swarm_swarms",
    f"""
    SELECT network_id, platform, target_id, thread FROM reply_swarm_mine WHERE quick
    GROUP BY network_id, platform, target_id, thread HAVING count(DISTINCT account_no) >= {LEAST}
    """,
)
TARGETS = Step(
    "reply_swarm_targets",
    f"""
    SELECT * FROM (
        SELECT q.network_id, q.platform, q.target_id,
               count(DISTINCT CASE WHEN s.thread IS NOT NULL THEN q.account_no END) AS accounts,
               count(DISTINCT s.thread) AS swarms, quantile_cont(q.delay_s, 0.5) AS delay_s,
               CAST(sum(CASE WHEN s.thread IS NULL THEN 0 ELSE 1 END) AS BIGINT) AS swarmed
        FROM reply_swarm_mine q LEFT JOIN reply_swarm_swarms s USING (network_id, platform, target_id, thread)
        WHERE q.quick GROUP BY q.network_id, q.platform, q.target_id)
    WHERE swarms >= 1
    QUALIFY row_number() OVER (PARTITION BY network_id
        ORDER BY accounts DESC, swarmed DESC, platform, target_id) <= {LOOKED_AT}
    """,
)
STEPS = (POSTED, ANSWERS, MINE, SWARMS, TARGETS)

NETWORKS = """
    SELECT w.network_id, w.answers, w.looks, t.swarmed, z.members FROM (
        SELECT network_id, count(*) AS answers, count(DISTINCT platform || '/' || target_id) AS looks
        FROM reply_swarm_mine GROUP BY network_id) w
    JOIN (SELECT m.network_id, count(*) AS swarmed
          FROM reply_swarm_mine m JOIN reply_swarm_swarms s USING (network_id, platform, target_id, thread)
          WHERE m.quick GROUP BY m.network_id) t USING (network_id)
    JOIN (SELECT network_id, count(*) AS members FROM persona_members GROUP BY network_id) z USING (network_id)
    ORDER BY w.network_id"""
FOUND = "SELECT * FROM reply_swarm_targets ORDER BY network_id, platform, target_id"
MEMBERS = """
    SELECT network_id, platform, language, account_no, count(*) AS answers
    FROM reply_swarm_mine WHERE network_id IN (SELECT network_id FROM reply_swarm_swarms)
    GROUP BY network_id, platform, language, account_no ORDER BY network_id, platform, language, account_no"""
OTHERS = """
    SELECT platform, language, count(*) AS answers FROM reply_swarm_answers WHERE background
    GROUP BY platform, language ORDER BY platform, language"""
ATTENTION = """
    SELECT platform, language, target_id, count(DISTINCT account_no) AS accounts
    FROM reply_swarm_answers JOIN (SELECT DISTINCT platform, target_id FROM reply_swarm_targets)
         USING (platform, target_id)
    WHERE background AND quick GROUP BY platform, language, target_id ORDER BY platform, target_id, language"""
SWARMED = f"""
    SELECT CAST(coalesce(sum(CASE WHEN givers >= {LEAST} THEN quick ELSE 0 END), 0) AS BIGINT) AS swarmed
    FROM (SELECT platform, target_id, thread, count(DISTINCT account_no) AS givers, count(*) AS quick
          FROM reply_swarm_answers WHERE background AND quick GROUP BY platform, target_id, thread)"""
EVIDENCE = f"""
    SELECT m.network_id, m.platform, m.target_id, m.target_post, m.post_id
    FROM reply_swarm_mine m JOIN reply_swarm_swarms s USING (network_id, platform, target_id, thread)
    JOIN reply_swarm_targets t USING (network_id, platform, target_id)
    WHERE m.quick
    QUALIFY row_number() OVER (PARTITION BY m.network_id, m.platform, m.target_id
        ORDER BY m.created_at, m.post_id) <= {SHOWN}
    ORDER BY m.network_id, m.platform, m.target_id, m.created_at, m.post_id"""
SAID = (
    "fans, customers of a help desk, and people who watch a live event or a press conference answer one account at "
    "once too"
)
Row = Mapping[str, Any]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Attention:
    """What the background does, by platform and language: its answers, and its accounts quick with each target."""

    answers: Mapping[Key, int]
    accounts: Mapping[tuple[str, str, str], int]

    def of(self, platform: str, language: str, target: str) -> tuple[int, int] | None:
        """Accounts that were quick with the target, and answers; None where there are too few to say."""
        answers = self.answers.get((platform, language), 0)
        return (
            (self.accounts.get((platform, language, target), 0), answers)
            if answers >= LEAST_ANSWERS
            else None
        )


@dataclass(frozen=True, slots=True)
class Target:
    """One account that members answer together: what was seen, what was expected, and the corrected chance."""

    row: Row
    expected: float | None
    p_value: float | None
    evidence: tuple[str, ...]

    @property
    def ref(self) -> str:
        """Ref of the account."""
        return refs.account(self.row["platform"], self.row["target_id"])


class ReplySwarm(Signal):
    """Share of a network's answers to outsiders that fall in swarms, and the accounts so answered."""

    name = "signals/reply_swarm"
    description = "Members who answer one outsider's posts together within an hour, and whom."
    needs = ("personas", "persona_members", "engagements", "posts")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network with a swarm, and one for each of its five plainest targets."""
        if not engine.arrow(CROWDED)["n"][0].as_py():
            return
        engine.steps(STEPS)
        networks, found, members, others, quick, (swarmed,), shown = (
            engine.arrow(sql).to_pylist()
            for sql in (NETWORKS, FOUND, MEMBERS, OTHERS, ATTENTION, SWARMED, EVIDENCE)
        )
        engine.drop(*(s.name for s in STEPS))
        given = Attention(
            {(r["platform"], r["language"]): r["answers"] for r in others},
            {(r["platform"], r["language"], r["target_id"]): r["accounts"] for r in quick},
        )
        whole = sum(row["answers"] for row in others)
        baseline = rate(swarmed["swarmed"], whole) if whole else None
        by_network = dict(_parts(found, members, shown))
        for row in networks:
            answered, whom, behind = by_network[row["network_id"]]
            targets = _targets(row, answered, whom, behind, given)
            yield _network(row, targets, baseline)
            yield from _told(row, targets)

    def examples(self) -> Sequence[Example]:
        """Four members who answer one account's posts in minutes, and four who answer it days apart."""
        posted = [post(n, 9, created_at=NOON + timedelta(days=n)) for n in range(6)]
        crowd = [_answer(100 + n, 4 + n % 4, f"{20 + n % 30:04d}", f"q{n}", n * 7) for n in range(60)]
        swarm = [
            _answer(10 * n + m, m, "0009", f"p{n:04d}", 1440 * n + m) for n in range(6) for m in range(4)
        ]
        calm = [
            _answer(10 * n + m, m, "0009", f"p{n:04d}", 1440 * (n + m + 1))
            for n in range(6)
            for m in range(4)
        ]
        who = people([{}] * 4, [{}] * 60)
        return (
            Example("in minutes", True, {**who, "posts": posted, "engagements": crowd + swarm}),
            Example("days apart", False, {**who, "posts": posted, "engagements": crowd + calm}),
        )


def expected(answers: np.ndarray[Any, np.dtype[np.float64]], share: float) -> float:
    """Accounts expected to be quick with a target at all, from how much each answers and the background's share."""
    return float((1 - (1 - share) ** answers).sum())


def _answer(number: int, who: int, target: str, post_id: str, minutes: int) -> dict[str, Any]:
    return {
        "platform": "x", "post_id": f"a{number}", "form": "reply", "account_no": who, "target_id": target,
        "target_no": int(target), "target_post": post_id, "created_at": NOON + timedelta(minutes=minutes),
    }  # fmt: skip


def _parts(*tables: Sequence[Row]) -> Iterator[tuple[str, list[Sequence[Row]]]]:
    """Rows of several tables of each network, by name; the tables are sorted by network."""
    cut = [dict(_cut(rows)) for rows in tables]
    for name in sorted(set().union(*cut)):
        yield name, [c.get(name, []) for c in cut]


def _cut(rows: Sequence[Row]) -> Iterator[tuple[str, Sequence[Row]]]:
    for name, places in grouped([r["network_id"] for r in rows], np.arange(len(rows))):
        yield name, [rows[i] for i in places]


def _targets(
    network: Row, found: Sequence[Row], members: Sequence[Row], shown: Sequence[Row], given: Attention
) -> list[Target]:
    """The network's targets, the least likely first."""
    targets = []
    for row in found:
        key = row["platform"], row["target_id"]
        mean, p_value = _chance(row, members, given)
        behind = [s for s in shown if (s["platform"], s["target_id"]) == key]
        corrected = None if p_value is None else min(1.0, p_value * network["looks"])
        targets.append(Target(row, mean, corrected, _refs(behind)))
    return sorted(targets, key=lambda t: (t.p_value or 0.0, -t.row["accounts"], t.ref))


def _chance(row: Row, members: Sequence[Row], given: Attention) -> tuple[float | None, float | None]:
    """Members expected to be quick with the target, and the chance of as many as there were."""
    mean, seen = 0.0, 0
    for language in sorted({m["language"] for m in members}):
        attention = given.of(row["platform"], language, row["target_id"])
        if attention is None:
            return None, None
        answers = [
            float(m["answers"])
            for m in members
            if (m["platform"], m["language"]) == (row["platform"], language)
        ]
        mean += expected(np.array(answers), rate(*attention))
        seen = max(seen, attention[0])
    tail = negative_binomial_tail(
        np.array([float(row["accounts"])]), np.array([mean]), np.array([seen + 0.5])
    )
    return mean, float(tail[0])


def _refs(shown: Sequence[Row]) -> tuple[str, ...]:
    """Refs of the posts that were answered, then of the answers."""
    posts = dict.fromkeys(refs.post(s["platform"], s["target_post"]) for s in shown if s["target_post"])
    return (*list(posts)[:4], *(refs.post(s["platform"], s["post_id"]) for s in shown))


def _network(row: Row, targets: Sequence[Target], baseline: float | None) -> Finding:
    first, members = targets[0], row["members"]
    tested = "" if first.expected is None else f" where {first.expected:.2g} are expected"
    return Finding(
        row["network_id"], "reply_swarm", row["swarmed"] / row["answers"], "share of its answers to outsiders",
        f"{row['swarmed']} of {row['answers']} replies and quotes to {row['looks']} outsiders fall in swarms of "
        f"{LEAST} members or more within {WINDOW_S // 60} minutes; {first.row['accounts']} of {members} members take "
        f"part in those around one account{tested}, in {first.row['swarms']} swarms, half of them within "
        f"{_minutes(first.row['delay_s'])}; {SAID}",
        baseline, first.p_value, (*(t.ref for t in targets[:TOLD]), *first.evidence),
        untested=UNTESTED,
    )  # fmt: skip


def _told(row: Row, targets: Sequence[Target]) -> Iterator[Finding]:
    """A row for each of the plainest targets, about the account that is answered."""
    plain = [t for t in targets if t.p_value is None or t.p_value <= GREATEST_P]
    for target in plain[:TOLD]:
        seen = target.row
        yield Finding(
            row["network_id"], "reply_swarm_target", seen["accounts"] / row["members"], "share of its members",
            f"{seen['accounts']} of the {row['members']} members of a network answered this account's posts within "
            f"{WINDOW_S // 60} minutes, three or more of them together under {seen['swarms']} of its posts, half of "
            f"the answers within {_minutes(seen['delay_s'])}; {SAID}",
            None if target.expected is None else target.expected / row["members"], target.p_value, target.evidence,
            untested=UNTESTED, subject=target.ref,
        )  # fmt: skip


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.2g} minutes"


REPLY_SWARM = ReplySwarm()
