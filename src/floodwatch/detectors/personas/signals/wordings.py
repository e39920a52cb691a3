"""What kind of words do a network's posts use: those of share buttons, of selling?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from floodwatch.detectors.personas.compared import members_and_drawn
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial, rate
from floodwatch.detectors.personas.samples import people, post
from floodwatch.detectors.personas.wording import clause
from floodwatch.model.units import Engine, Example, Step, Value

POSTS_EACH = 40
"""Posts of one account that are read at most, drawn by the MD5 of their ref."""
BACKGROUND = 1500

PEOPLE = Step(
    "wordings_people",
    f"""
    SELECT account_no, platform, account_id, background FROM personas
    WHERE posts > 0 AND account_no IN ({members_and_drawn("p.posts > 0", BACKGROUND)})
    """,
)
POSTS = Step(
    "wordings_posts",
    f"""
    SELECT account_no, background, text, has_link FROM (
        SELECT w.account_no, w.background, p.text, len(p.urls) > 0 OR contains(p.text, '://') AS has_link,
               row_number() OVER (PARTITION BY w.account_no
                   ORDER BY md5(p.platform || '/' || p.post_id), p.post_id) AS place
        FROM wordings_people w JOIN posts p USING (platform, account_id)
        WHERE p.text <> '')
    WHERE place <= {POSTS_EACH}
    """,
)
SHARES = Step(
    "wordings_shares",
    f"""
    SELECT account_no, background, count(*) AS n,
           count(*) FILTER (WHERE has_link AND {clause("share_button", "text")}) AS share_button,
           count(*) FILTER (WHERE {clause("commercial", "text")}) AS commercial_posts
    FROM wordings_posts GROUP BY ALL
    """,
)


def _counts(topic: str) -> str:
    return f"""
        SELECT m.network_id, '{topic}' AS topic, count(*) AS size,
               count(*) FILTER (WHERE 2 * s.{topic} >= s.n) AS hits,
               list(p.platform ORDER BY p.account_no) FILTER (WHERE 2 * s.{topic} >= s.n) AS platforms,
               list(p.account_id ORDER BY p.account_no) FILTER (WHERE 2 * s.{topic} >= s.n) AS ids,
               (SELECT count(*) FROM wordings_shares WHERE background) AS whole,
               (SELECT count(*) FROM wordings_shares WHERE background AND 2 * {topic} >= n) AS seen
        FROM persona_members m JOIN wordings_shares s USING (account_no) JOIN personas p USING (account_no)
        GROUP BY m.network_id
    """


SAID = {
    "share_button": "of {size} accounts write mostly what share buttons and petition pages write for them; a "
    "text can be made to look so",
    "commercial_posts": "of {size} accounts write mostly of buying, selling or paid engagement; shops do",
}


class Wordings(Signal):
    """Share of members most of whose posts hold a phrase of the topic (share buttons: together with a link)."""

    name = "signals/wordings"
    description = "Whether a network's posts are those of share buttons or of commerce."
    needs = ("personas", "persona_members", "posts")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network and topic that any member writes mostly about."""
        engine.steps((PEOPLE, POSTS, SHARES))
        rows = engine.arrow(" UNION ALL ".join(_counts(t) for t in SAID)).to_pylist()
        engine.drop(*(s.name for s in (PEOPLE, POSTS, SHARES)))
        for row in rows:
            if row["hits"]:
                baseline = rate(row["seen"], row["whole"]) if row["whole"] else None
                yield Finding(
                    row["network_id"], row["topic"], row["hits"] / row["size"], "share of accounts",
                    f"{row['hits']} {SAID[row['topic']].format(**row)}", baseline,
                    None if baseline is None else binomial(row["hits"], row["size"], baseline),
                    account_refs(row["platforms"], row["ids"]),
                )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """Button texts with their link, and talk without one."""
        button = [
            post(n, n, f"Ten facts on bees https://e.org/{n} via @BeeNews", urls=["u"]) for n in range(4)
        ]
        talk = [post(n, n, f"rain in my street again {n}", urls=[]) for n in range(4)]
        return (
            Example("button texts", True, {**people([{}] * 4, [{}] * 20), "posts": button}),
            Example("talk", False, {**people([{}] * 4, [{}] * 20), "posts": talk}),
        )


WORDINGS = Wordings()
