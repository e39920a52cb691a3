"""Which issues that divide people a post raises, by words that all camps use and words that mostly one side uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import PurePosixPath
from typing import NamedTuple

import pyarrow as pa

from floodwatch.features.distinct import POST, each_distinct
from floodwatch.model.units import Engine, Example, Parameter, Value
from floodwatch.tools.phrases import Phrases, accented
from floodwatch.vocabulary.load import listing, load

EVERYWHERE = "en"
"""Language whose words count in posts of every language: people everywhere borrow them."""
LONGEST = 2_000
"""Characters of a text that are looked at."""
MADE = pa.schema(
    [*POST, *(pa.field(n, t) for n, t in (("is_share", pa.bool_()), ("issue", pa.string()),
                                          ("camp", pa.string()), ("terms", pa.string())))]
)  # fmt: skip
ROWS = """
    SELECT p.platform, p.post_id, p.account_id, p.created_at,
        coalesce(p.is_repost, FALSE) OR p.repost_of IS NOT NULL AS is_share,
        lower(split_part(replace(coalesce(nullif(l.language, 'und'), p.language, ''), '_', '-'), '-', 1)) AS spoken,
        p.text
    FROM posts AS p LEFT JOIN post_languages AS l USING (platform, post_id) WHERE p.text IS NOT NULL"""


class Term(NamedTuple):
    """A word of an issue in one language; `camp` where mostly one side uses it, else empty."""

    issue: str
    camp: str
    language: str
    word: str


@cache
def issues() -> tuple[str, ...]:
    """Names of the issues, sorted."""
    return tuple(PurePosixPath(name).stem for name in listing("wedge"))


@cache
def languages() -> frozenset[str]:
    """Languages in which every issue has words."""
    return frozenset.intersection(*(frozenset(load(name)["terms"]) for name in listing("wedge")))


@cache
def _words() -> Phrases[Term]:
    meant = [
        (word, Term(PurePosixPath(name).stem, camp, language, word))
        for name in listing("wedge")
        for camp, spoken in {"": load(name)["terms"], **load(name).get("camps", {})}.items()
        for language, words in spoken.items()
        for word in words
    ]
    return Phrases(meant, accented)


def terms(text: str) -> tuple[Term, ...]:
    """Every word of an issue that a text holds, in whatever language."""
    return tuple(sorted({term for _, _, term in _words().found(accented(text[:LONGEST]))}))


def raised(found: Iterable[Term], spoken: str) -> list[tuple[str, str, str]]:
    """Issue, camp and words of a text of the language `spoken`; the camp is empty unless it is one."""
    known = spoken in languages()
    held: dict[str, list[Term]] = defaultdict(list)
    for term in found:
        if not known or term.language in (spoken, EVERYWHERE):
            held[term.issue].append(term)
    rows = []
    for issue, own in sorted(held.items()):
        camps = sorted({t.camp for t in own if t.camp})
        rows.append((issue, camps[0] if len(camps) == 1 else "", "|".join(sorted({t.word for t in own}))))
    return rows


def issues_of(rows: pa.RecordBatch) -> pa.RecordBatch:
    """One row for each issue that a row's text raises."""
    found, codes = each_distinct(rows.column("text"), terms)
    spoken = rows.column("spoken").to_pylist()
    made = [
        (place, *row)
        for place, code in enumerate(codes.to_pylist()) if found[code]
        for row in raised(found[code], spoken[place])
    ]  # fmt: skip
    kept = rows.take(pa.array([row[0] for row in made], pa.int64()))
    columns = {f.name: kept.column(f.name) for f in (*POST, MADE.field("is_share"))}
    for number, name in enumerate(("issue", "camp", "terms"), 1):
        columns[name] = pa.array([row[number] for row in made], pa.string())
    return pa.RecordBatch.from_pydict(columns, schema=MADE)


class PostIssues:
    """Immigration, guns, climate and other issues, by lists of words that can be edited."""

    name = "post_issues"
    description = "Posts that raise an issue which divides people, with the words that say so."
    version = 1
    parameters: tuple[Parameter, ...] = ()
    needs = ("posts", "post_languages")
    makes = ("post_issues",)
    grows = True

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Make `post_issues`, one row per post and issue; `camp` is empty where no side's own words stand."""
        engine.map("post_issues", ROWS, issues_of, MADE)

    def examples(self) -> Sequence[Example]:
        """A post about rents and one about rain."""
        post = {"platform": "x", "post_id": "1", "account_id": "a", "text": "The minimum wage goes up in May"}
        return (
            Example("about wages", True, {"posts": [post]}),
            Example("about rain", False, {"posts": [{**post, "text": "Rain until Friday"}]}),
        )


POST_ISSUES = PostIssues()
