"""Which posts say this? Words, phrases and exclusions over every text of a case, in any script, in one scan."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from datetime import UTC, datetime, timedelta
from typing import Any

from floodwatch.model import refs
from floodwatch.model.errors import SettingError
from floodwatch.model.units import Parameter, Rows
from floodwatch.views.meaning import EMBEDDED, nearest
from floodwatch.views.search_terms import Query, Term, query
from floodwatch.views.unit import Reader, View, literal, rows

MOST_TEXT = 20_000
"""Characters of one text that are handed out and marked; a longer one says so."""
MOST_FACETS = 40
"""Platforms and languages that are listed, the commonest first."""
MOST_SHOWN = 1000
COPIED = 5
"""Posts that are read for each text that is compared by meaning, since many say the same."""

Key = tuple[float, datetime, str, str]
"""What posts are sorted by: their score turned round, time, platform, id."""

FOUND = """
WITH found AS MATERIALIZED (
  SELECT platform, post_id, created_at, {language} AS language, {bits} AS bits
  FROM posts p WHERE {given})
SELECT bits, platform, language, CAST(created_at AS DATE) AS day, count(*) AS posts,
  min((created_at, post_id), {most}) AS firsts
FROM found WHERE {hit} GROUP BY ALL ORDER BY ALL"""
TEXTS = """
SELECT p.platform, p.post_id, p.account_id, a.handle, p.created_at, p.language, p.text, p.permalink
FROM posts p LEFT JOIN accounts a ON a.platform = p.platform AND a.account_id = p.account_id
WHERE (p.platform, p.post_id) IN ({keys})"""
LANGUAGE = "coalesce(lower(split_part(replace({0}, '_', '-'), '-', 1)), '')"

PARAMETERS = (
    Parameter(
        "language",
        "",
        "Only posts that declare this language (en, pt), or are in it where they declare none.",
    ),
    Parameter("platform", "", "Only posts on this platform."),
    Parameter("account", "", "Only posts of this account: its id, its handle or its ref."),
    Parameter("network", "", "Only posts of the members of this network."),
    Parameter("since", "", "Only posts from this day or moment on, such as 2024-05-01 or 2024-05-01T12:00."),
    Parameter("until", "", "Only posts up to the end of this day, or up to this moment."),
    Parameter("limit", 20, "How many posts to show, the rarest words first.", "posts"),
    Parameter("offset", 0, "How many posts to pass over first.", "posts"),
    Parameter("meaning", False, "Rank by nearness in meaning to the words; needs the extra embeddings."),
)
WORDS = Parameter(
    "words",
    "",
    'Words that must all be there; "a phrase", -without, this OR that, begin*; all posts when empty.',
    positional=True,
)


def view(
    reader: Reader,
    words: str = "",
    language: str = "",
    platform: str = "",
    account: str = "",
    network: str = "",
    since: str = "",
    until: str = "",
    limit: int = 20,
    offset: int = 0,
    meaning: bool = False,
) -> dict[str, Any]:
    """How many posts hold the words, which ones, by platform, language and day, and what was looked for.

    Posts come by the rarity of the words that they hold, then the earliest first, then by ref. `hits` are places
    in the text as posted: pairs of first and one past the last character. With `meaning` posts come by nearness in
    meaning to the words, and `meaning` in the answer says how many of how many different texts were compared.
    """
    asked, first = query(words), max(offset, 0)
    last = first + max(min(limit, MOST_SHOWN), 0)
    given = filters(language, platform, account, network, since, until, reader.names())
    groups = rows(reader, _sql(asked, given, last))
    searched = rows(reader, f"SELECT count(*) AS n FROM posts p WHERE {given}")[0]["n"]
    terms = asked.terms
    counts = [sum(g["posts"] for g in groups if g["bits"] >> i & 1) for i in range(len(terms))]
    weights = [math.log((1 + searched) / (1 + n)) for n in counts]
    matching = [g for g in groups if _holds(asked, g["bits"])]
    compared: dict[str, Any] = {}
    if meaning and words.strip():
        holding = sorted(_firsts(_with_any(reader, asked, given), weights))[: COPIED * EMBEDDED]
        ranked, compared = nearest(reader, words, given, [*_texts(reader, holding)])
        chosen = [
            (-r["similarity"], r["created_at"], r["platform"], r["post_id"]) for r in ranked[first:last]
        ]
    else:
        chosen = sorted(_firsts(matching, weights))[first:last]
    return {
        "words": words,
        "found": sum(g["posts"] for g in matching),
        "searched": searched,
        "offset": first,
        "terms": [{"term": str(t), "posts": n} for t, n in zip(terms, counts, strict=True)],
        "posts": [*_posts(reader, chosen, terms, "similarity" if compared else "rarity")],
        "meaning": compared,
        "platforms": _facet(matching, "platform"),
        "languages": _facet(matching, "language"),
        "days": sorted(_facet(matching, "day", most=None), key=lambda f: str(f["day"])),
    }


def filters(
    language: str, platform: str, account: str, network: str, since: str, until: str, tables: Set[str]
) -> str:
    """The condition on posts that the filters make, with what the tables there are can say."""
    wanted = ["TRUE"]
    if language:
        wanted.append(_language(literal(language.lower()), "post_languages" in tables))
    if platform:
        wanted.append(f"p.platform = {literal(platform.lower())}")
    if account:
        wanted.append(_account(account))
    if network:
        sql = f"SELECT platform, account_id FROM members WHERE network_id = {literal(_network(network))}"
        wanted.append(f"(p.platform, p.account_id) IN ({sql})" if "members" in tables else "FALSE")
    if since:
        wanted.append(f"p.created_at >= {_moment(since, 'since')}")
    if until:
        wanted.append(f"p.created_at < {_moment(until, 'until', end=True)}")
    return " AND ".join(wanted)


def _sql(asked: Query, given: str, most: int) -> str:
    bits = " + ".join(
        f"CASE WHEN {t.sql('p.text')} THEN {1 << i} ELSE 0 END" for i, t in enumerate(asked.terms)
    )
    without = "".join(f" AND NOT ({t.sql('p.text')})" for t in asked.unwanted)
    return FOUND.format(
        language=LANGUAGE.format("language"), bits=bits or "0", given=given + without, most=max(most, 1),
        hit="bits > 0" if bits else "TRUE",
    )  # fmt: skip


def _holds(asked: Query, bits: int) -> bool:
    place = {t: i for i, t in enumerate(asked.terms)}
    return all(any(bits >> place[t] & 1 for t in group) for group in asked.wanted)


def _firsts(groups: Rows, weights: Sequence[float]) -> Iterator[Key]:
    """Sort keys of the posts that may come first: rarity turned round, time, platform, id."""
    for group in groups:
        score = sum(w for i, w in enumerate(weights) if group["bits"] >> i & 1)
        for one in group["firsts"]:
            when, post_id = one.values()
            yield -round(score, 9), when, group["platform"], post_id


def _with_any(reader: Reader, asked: Query, given: str) -> Rows:
    """The groups of posts with any of the words; none where no word was asked for."""
    anything = Query((asked.terms,), asked.unwanted)
    return rows(reader, _sql(anything, given, COPIED * EMBEDDED)) if asked.terms else []


def _texts(reader: Reader, chosen: Sequence[Key]) -> Iterator[dict[str, Any]]:
    """The rows of posts that have text, in the order of their keys."""
    keys = ", ".join(f"({literal(p)}, {literal(i)})" for _, _, p, i in chosen)
    found = {(r["platform"], r["post_id"]): r for r in rows(reader, TEXTS.format(keys=keys))} if keys else {}
    yield from (found[platform, post_id] for _, _, platform, post_id in chosen)


def _posts(reader: Reader, chosen: Sequence[Key], terms: Sequence[Term], score: str) -> Iterator[Any]:
    for row, (value, *_) in zip(_texts(reader, chosen), chosen, strict=True):
        text = row["text"] or ""
        hits = sorted({span for t in terms for span in t.spans(text[:MOST_TEXT])})
        yield {
            "ref": refs.post(row["platform"], row["post_id"]),
            "created_at": row["created_at"],
            "account": refs.account(row["platform"], row["account_id"]),
            "handle": row["handle"] or "",
            "language": row["language"] or "",
            score: abs(round(value, 3)) if score == "rarity" else -round(value, 3),
            "text": text[:MOST_TEXT],
            "cut": len(text) > MOST_TEXT,
            "hits": [list(span) for span in hits],
            "permalink": row["permalink"] or "",
        }


def _facet(groups: Rows, name: str, most: int | None = MOST_FACETS) -> Rows:
    counts: Counter[Any] = Counter()
    for group in groups:
        counts[group[name]] += group["posts"]
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))[:most]
    return [{name: value, "posts": n} for value, n in ordered]


def _language(wanted: str, told: bool) -> str:
    """The declared language, or the one told from the text where none is declared."""
    declared = f"{LANGUAGE.format('p.language')} = {wanted}"
    if not told:
        return declared
    found = f"SELECT platform, post_id FROM post_languages WHERE language = {wanted}"
    return f"({declared} OR coalesce(p.language, '') = '' AND (p.platform, p.post_id) IN ({found}))"


def _account(text: str) -> str:
    try:
        ref = refs.parse(text)
    except ValueError:
        name = literal(text)
        handles = f"SELECT platform, account_id FROM accounts WHERE lower(handle) = lower(ltrim({name}, '@'))"
        return f"(p.account_id = {name} OR (p.platform, p.account_id) IN ({handles}))"
    return f"p.platform = {literal(ref.platform)} AND p.account_id = {literal(ref.id)}"


def _network(text: str) -> str:
    return refs.decode(text.removeprefix("network:"))


def _moment(text: str, name: str, end: bool = False) -> str:
    """A moment of UTC as SQL; a day without a time begins at midnight, and ends there where `end` is meant."""
    try:
        found = datetime.fromisoformat(text.strip())
        day = len(text.strip()) <= len("2024-05-01")
        found = found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC) + timedelta(
            days=1 if end and day else 0
        )
    except (ValueError, OverflowError) as problem:
        raise SettingError(
            f"{name} cannot be {text!r}", do="Give a day or a moment: 2024-05-01T12:00."
        ) from problem
    return f"TIMESTAMPTZ '{found:%Y-%m-%d %H:%M:%S}+00'"


SEARCH = View(
    "search",
    "Which posts hold these words, in any script",
    view,
    needs=("posts", "accounts", "members", "post_languages"),
    parameters=(WORDS, *PARAMETERS),
)
