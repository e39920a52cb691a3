"""Posts that ask their readers something or attach a poll, and posts that arrange to follow one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import pyarrow as pa

from floodwatch.features.distinct import POST, each_distinct
from floodwatch.model.units import Engine, Example, Parameter, Step, Value
from floodwatch.tools.phrases import Phrases, plain
from floodwatch.vocabulary.load import load

TOPICS = ("opinion", "follow_train")
LEAST_WORDS = 4
LEAST_LETTERS = 12
"""Words, or letters where a script has no spaces, that a post must hold besides the question: the news it is about."""
LEAST_MENTIONS = 3

GIVEN = ("is_share", "aside", "carries", "polled", "mentioned")
FOUND = pa.schema(
    [*POST, *(pa.field(n, pa.int64() if n == "mentioned" else pa.bool_()) for n in GIVEN),
     pa.field("topic", pa.string()), pa.field("phrase", pa.string()), pa.field("besides", pa.bool_())]
)  # fmt: skip

ROWS = r"""
    SELECT platform, post_id, account_id, created_at,
        coalesce(is_repost, FALSE) OR repost_of IS NOT NULL AS is_share,
        (reply_to IS NOT NULL AND reply_to_account IS NULL)
            OR coalesce(reply_to_account <> account_id, FALSE) AS aside,
        coalesce(len(urls), 0) + coalesce(len(media), 0) > 0 OR quote_of IS NOT NULL AS carries,
        coalesce(len(poll_options), 0) > 0 AS polled,
        coalesce(len(mentions), 0) AS mentioned, coalesce(text, '') AS text
    FROM posts"""
PROBES = f"""
    SELECT platform, post_id, account_id, created_at, is_share, probe, min(phrase) AS phrase
    FROM (
        SELECT platform, post_id, account_id, created_at, is_share, phrase,
            CASE WHEN topic = 'poll' THEN 'opinion_poll'
                 WHEN topic = 'opinion' THEN CASE WHEN NOT aside AND (carries OR besides) THEN 'opinion_question' END
                 WHEN mentioned >= {LEAST_MENTIONS} THEN 'follow_train' ELSE 'follow_call' END AS probe
        FROM post_probes_found)
    WHERE probe IS NOT NULL
    GROUP BY platform, post_id, account_id, created_at, is_share, probe"""


@cache
def _book() -> Phrases[tuple[str, str]]:
    """Both lists, each phrase with its topic and `language:phrase`."""
    return Phrases(
        (phrase, (topic, f"{language}:{phrase}"))
        for topic in TOPICS
        for language, phrases in load(f"probes/{topic}.yaml")["phrases"].items()
        for phrase in phrases
    )


def probes(text: str) -> tuple[tuple[str, str, bool], ...]:
    """For each topic that a text has a phrase of: topic, the first phrase, and whether the text says more than it."""
    clean = plain(text)
    first: dict[str, tuple[str, str, bool]] = {}
    for found in sorted(_book().found(clean), key=lambda f: (f.first, -f.last, f.meaning)):
        topic, phrase = found.meaning
        if topic not in first:
            first[topic] = (topic, phrase, _more(f"{clean[: found.first]} {clean[found.last :]}"))
    return tuple(first.values())


def _more(rest: str) -> bool:
    words = rest.split()
    return len(words) >= LEAST_WORDS or (sum(map(len, words)) >= LEAST_LETTERS and not rest.isascii())


def probed(rows: pa.RecordBatch) -> pa.RecordBatch:
    """One row for each topic that a row's text has a phrase of, and one for a poll."""
    found, codes = each_distinct(rows.column("text"), probes)
    polled, handles = rows.column("polled").to_pylist(), _handles(rows.column("text"))
    places: list[int] = []
    hits: list[tuple[str, str, bool]] = []
    for place, code in enumerate(codes.to_pylist()):
        own = (*found[code], ("poll", "poll", True)) if polled[place] else found[code]
        places += [place] * len(own)
        hits += own
    kept = rows.take(pa.array(places, pa.int64()))
    columns = {f.name: kept.column(f.name) for f in (*POST, *map(FOUND.field, GIVEN))}
    mentioned = zip(kept.column("mentioned").to_pylist(), places, strict=True)
    columns["mentioned"] = pa.array([max(n, handles[p]) for n, p in mentioned], pa.int64())
    for number, name in enumerate(("topic", "phrase", "besides")):
        columns[name] = pa.array([h[number] for h in hits], FOUND.field(name).type)
    return pa.RecordBatch.from_pydict(columns, schema=FOUND)


def _handles(texts: pa.Array) -> list[int]:
    """How many handles a text names, for exports without a list of mentions."""
    import pyarrow.compute as pc

    counted: list[int] = pc.count_substring(texts, "@").to_pylist()
    return counted


class PostProbes:
    """Questions to the audience, polls, and follow trains, by phrases of many languages."""

    name = "post_probes"
    description = "Posts that ask readers for their opinion, attach a poll, or arrange to follow one another."
    version = 1
    parameters: tuple[Parameter, ...] = ()
    needs = ("posts",)
    makes = ("post_probes",)
    grows = True

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Make `post_probes`: one row per post and `probe`, with the first phrase found in it.

        `probe` is opinion_question, opinion_poll, follow_train (wording and a list of mentions) or follow_call
        (wording alone). A question to one person, in a reply, or about nothing is none.
        """
        engine.map("post_probes_found", ROWS, probed, FOUND)
        engine.table(Step("post_probes", PROBES))
        engine.drop("post_probes_found")

    def examples(self) -> Sequence[Example]:
        """A question after a statement, and the same question as a reply."""
        said = "The city council closes the old bridge on Monday. What do you think?"
        post = {"platform": "x", "post_id": "1", "account_id": "a", "text": said}
        return (
            Example("a question to all", True, {"posts": [post]}),
            Example("a question to one", False, {"posts": [{**post, "reply_to_account": "b"}]}),
        )


POST_PROBES = PostProbes()
