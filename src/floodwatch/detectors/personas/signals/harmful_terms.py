"""How often do a network's own posts hold terms of the lists of harm, by category, against the background?

Only terms that are used and that are about people count; quoted, reported, reclaimed and opposed ones are told
beside. Criticism of a state is a row of its own, counted and never tested: it is no harm. Terms are present, which
is not to say that hate speech was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from floodwatch.detectors.personas.excess import Excess, measured
from floodwatch.detectors.personas.rows import COUNTED, Finding, Signal
from floodwatch.detectors.personas.samples import people, post
from floodwatch.model.units import Engine, Example, Step, Value

TERMS_SHOWN = 5

HITS = Step(
    "terms_hits",
    """
    SELECT DISTINCT t.category AS thing, a.account_no, t.platform, t.post_id, t.created_at
    FROM post_terms t JOIN personas a USING (platform, account_id)
    WHERE NOT t.is_share AND t.mark = 'used'
    """,
)
BESIDE = """
    SELECT m.network_id, t.category, t.mark, CASE WHEN t.mark = 'used' THEN t.term ELSE '' END AS term,
        CASE WHEN t.mark = 'used' THEN min(t.shown) ELSE '' END AS shown,
        count(DISTINCT (t.platform, t.post_id)) AS n
    FROM post_terms t JOIN personas a USING (platform, account_id) JOIN persona_members m USING (account_no)
    WHERE NOT t.is_share
    GROUP BY m.network_id, t.category, t.mark, CASE WHEN t.mark = 'used' THEN t.term ELSE '' END
    ORDER BY m.network_id, t.category, n DESC, t.mark, term"""
SAID = (
    "{hits} of {posts} own posts of {members} accounts hold terms of the list {category} ({terms}{beside}); terms are "
    "present, which is not hate speech found: words have other senses, and people who are attacked speak of it"
)
CRITICISM = (
    "{hits} of {posts} own posts of {members} accounts hold words of criticism beside a state, government or army; "
    "that is political speech, no harm, and told apart from hatred of a people"
)


class HarmfulTerms(Signal):
    """Share of a network's own posts with terms of a category, and of criticism of states, which is no harm."""

    name = "signals/harmful_terms"
    description = (
        "How often a network's posts hold terms of the lists of harm, by category, beside the background."
    )
    needs = ("personas", "persona_members", "persona_originals", "post_terms")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network and category that any of its posts holds a term of."""
        engine.table(HITS)
        found = list(measured(engine, "persona_originals", HITS.name))
        beside: dict[tuple[str, str], list[Mapping[str, object]]] = defaultdict(list)
        for row in engine.arrow(BESIDE).to_pylist():
            beside[row["network_id"], row["category"]].append(row)
        engine.drop(HITS.name)
        for one in found:
            yield _finding(one, beside[one.network_id, one.thing])

    def examples(self) -> Sequence[Example]:
        """Criticism of a ministry, and words about the weather."""
        others = [post(50 + n, 3 + n % 9, f"Rain on day {n}") for n in range(40)]
        said = [post(n, n % 3, f"The ministry is corrupt, part {n}") for n in range(9)]
        talk = [post(n, n % 3, f"The weather is mild, day {n}") for n in range(9)]
        return (
            Example("criticism", True, {**people([{}] * 3, [{}] * 9), "posts": said + others}),
            Example("weather", False, {**people([{}] * 3, [{}] * 9), "posts": talk + others}),
        )


def _finding(one: Excess, beside: Sequence[Mapping[str, object]]) -> Finding:
    if one.thing == "state":
        said = CRITICISM.format(hits=one.hits, posts=one.posts, members=one.members)
        return Finding(
            one.network_id, "state_criticism", one.value, "share of posts", said, one.baseline,
            evidence=one.evidence, untested=COUNTED,
        )  # fmt: skip
    terms = [f"{r['term']} {r['shown']} {r['n']}" for r in beside if r["mark"] == "used"]
    other = ", ".join(f"{r['n']} {str(r['mark']).replace('_', ' ')}" for r in beside if r["mark"] != "used")
    said = SAID.format(
        hits=one.hits, posts=one.posts, members=one.members, category=one.thing.replace("_", " "),
        terms=", ".join(terms[:TERMS_SHOWN]) + (" …" if terms[TERMS_SHOWN:] else ""),
        beside=f"; not counted: {other}" if other else "",
    )  # fmt: skip
    return Finding(
        one.network_id, f"terms_{one.thing}", one.value, "share of posts", said, one.baseline, one.p_value,
        one.evidence,
    )  # fmt: skip


HARMFUL_TERMS = HarmfulTerms()
