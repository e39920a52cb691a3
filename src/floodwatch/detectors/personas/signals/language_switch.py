"""Did accounts go over from one language to another: mainly the one before a day, mainly the other after it?

Five posts of its own or more on each side, at least 80% of them in one language, told from the texts (what is passed on
may be in any language that is read). The change is where the two languages part best. Compared with background accounts
of about as many posts (by powers of two). Null: within such a stratum, members went over no more often than others
(stratified hypergeometric).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from floodwatch.detectors.personas.rows import Finding, Signal
from floodwatch.detectors.personas.samples import people, post
from floodwatch.detectors.personas.turned import Life, shares
from floodwatch.detectors.personas.watched import watch
from floodwatch.model.units import Engine, Example, Parameter, Rows, Step, Value

TOLD = Step(
    "switch_told",
    """
    SELECT w.account_no, l.language_group AS lang, l.platform, l.post_id, epoch(l.created_at) AS said_s
    FROM post_languages l JOIN switch_watched w USING (platform, account_id) WHERE l.language <> 'und'
    """,
)
OWN = Step(
    "switch_own",
    """
    SELECT p.platform, p.post_id FROM posts p JOIN switch_watched w USING (platform, account_id)
    WHERE p.repost_of IS NULL AND NOT coalesce(p.is_repost, false)
    """,
)
"""Posts of their own, of those who are watched only: two small tables to join, where all posts are a large one."""
WRITTEN = Step(
    "switch_written",
    """
    SELECT t.account_no, t.lang, t.post_id, t.said_s
    FROM switch_told t JOIN switch_own o ON o.platform = t.platform AND o.post_id = t.post_id
    """,
)
COUNTS = Step(
    "switch_counts",
    "SELECT account_no, lang, count(*) AS posts FROM switch_written GROUP BY account_no, lang",
)
RANKED = Step(
    "switch_ranked",
    """
    SELECT account_no, lang, posts, CAST(sum(posts) OVER (PARTITION BY account_no) AS BIGINT) AS total,
        row_number() OVER (PARTITION BY account_no ORDER BY posts DESC, lang) AS place
    FROM switch_counts
    """,
)
TWO = """
    SELECT a.account_no, a.lang AS one, b.lang AS other, a.posts AS ones, b.posts AS others, a.total
    FROM switch_ranked a JOIN switch_ranked b ON b.account_no = a.account_no
    WHERE a.place = 1 AND b.place = 2 AND b.posts >= {side} * {share} AND a.total >= 2 * {side}"""
ORDERED = Step(
    "switch_ordered",
    """
    SELECT account_no, one, other, ones, others, total,
        row_number() OVER (PARTITION BY account_no ORDER BY said_s, post_id) AS place,
        CAST(sum(is_one) OVER (PARTITION BY account_no ORDER BY said_s, post_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS ones_so_far,
        CAST(sum(is_other) OVER (PARTITION BY account_no ORDER BY said_s, post_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS others_so_far,
        lead(said_s) OVER (PARTITION BY account_no ORDER BY said_s, post_id) AS next_s
    FROM (SELECT t.*, w.post_id, w.said_s,
              CASE WHEN w.lang = t.one THEN 1 ELSE 0 END AS is_one,
              CASE WHEN w.lang = t.other THEN 1 ELSE 0 END AS is_other
          FROM switch_two t JOIN switch_written w USING (account_no))
    """,
)
FOUND = """
    SELECT account_no, next_s, CASE WHEN forth THEN one ELSE other END AS before_it,
        CASE WHEN forth THEN other ELSE one END AS after_it
    FROM (SELECT account_no, one, other, place, next_s,
              ones_so_far + others - others_so_far >= others_so_far + ones - ones_so_far AS forth,
              greatest(ones_so_far + others - others_so_far, others_so_far + ones - ones_so_far) AS agree
          FROM switch_ordered
          WHERE place >= {side} AND total - place >= {side} AND (
              (ones_so_far >= {share} * place AND others - others_so_far >= {share} * (total - place))
              OR (others_so_far >= {share} * place AND ones - ones_so_far >= {share} * (total - place))))
    QUALIFY row_number() OVER (PARTITION BY account_no ORDER BY agree DESC, place) = 1
    ORDER BY account_no"""
LIVES = """
    SELECT DISTINCT w.account_no, w.platform, w.account_id, w.background, r.total
    FROM switch_watched w JOIN switch_ranked r USING (account_no) WHERE r.total >= {most} ORDER BY w.account_no"""
TABLES = (
    "switch_watched",
    "switch_told",
    "switch_own",
    "switch_written",
    "switch_counts",
    "switch_ranked",
    "switch_two",
    "switch_ordered",
)
SAID = (
    "{who} of {size} accounts with enough posts went over from one language to another, {most} of them from {what}, "
    "{together} within one week; emigrants, students and people of two languages do too"
)


class LanguageSwitch(Signal):
    """Share of members whose main language is another after some day, against others with as many posts."""

    name = "signals/language_switch"
    description = "Share of a network's accounts that went over from one language to another."
    version = 2
    needs = ("personas", "persona_members", "post_languages", "posts")
    parameters = (
        Parameter("side", 5, "Least posts before the change, and after it", "posts"),
        Parameter("share", 0.8, "Least share of one language on each side"),
    )

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network in which any member went over."""
        side, share = int(str(settings["side"])), float(str(settings["share"]))
        watch(engine, "switch_watched", f"p.posts >= {2 * side}")
        engine.steps(
            (
                TOLD,
                OWN,
                WRITTEN,
                COUNTS,
                RANKED,
                Step("switch_two", TWO.format(side=side, share=share)),
                ORDERED,
            )
        )
        found = engine.arrow(FOUND.format(side=side, share=share)).to_pylist()
        switched = {row["account_no"]: row for row in found}
        every = engine.arrow(LIVES.format(most=2 * side)).to_pylist()
        engine.drop(*TABLES)
        for one in shares(engine, {row["account_no"]: _life(row, switched) for row in every}):
            what, most = one.commonest
            said = SAID.format(who=len(one.who), size=one.size, most=most, what=what, together=one.together)
            yield one.finding("language_switch", "share of accounts with enough posts", said)

    def examples(self) -> Sequence[Example]:
        """Accounts that write Russian and then English, and accounts that always write both."""
        return (
            Example("from Russian to English", True, _tables("ru" * 6 + "en" * 6)),
            Example("always both", False, _tables("ruen" * 6)),
        )


def _life(row: Mapping[str, Any], switched: Mapping[int, Mapping[str, Any]]) -> Life:
    found = switched.get(row["account_no"])
    who = (row["platform"], row["account_id"], row["background"], int(row["total"]).bit_length())
    if found is None:
        return Life(*who, None)
    return Life(*who, float(found["next_s"]), f"{found['before_it']} to {found['after_it']}")


def _tables(languages: str) -> dict[str, Rows]:
    """Three members with posts in these languages (two letters each), and ten others who write one."""
    said = [languages[i : i + 2] for i in range(0, len(languages), 2)]
    each = [(author, lang) for author in range(3) for lang in said] + [
        (a, "en") for a in range(3, 13) for _ in said
    ]
    kept = ("platform", "post_id", "account_id", "created_at")
    posts = [post(n, author) for n, (author, _) in enumerate(each)]
    told = [
        {k: row[k] for k in kept} | {"language": lang, "language_group": lang}
        for row, (_, lang) in zip(posts, each, strict=True)
    ]
    return {**people([{"posts": 12}] * 3, [{"posts": 12}] * 10), "post_languages": told, "posts": posts}


LANGUAGE_SWITCH = LanguageSwitch()
