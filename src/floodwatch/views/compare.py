"""What is different between two copies of a message? A diff for readers, with what hides in the letters named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from floodwatch.model import refs
from floodwatch.model.errors import InputError
from floodwatch.model.units import Parameter, Rows
from floodwatch.tools.folding import folded
from floodwatch.tools.graphemes import graphemes, is_emoji, words
from floodwatch.tools.text import normalised
from floodwatch.views.hidden import hidden
from floodwatch.views.unit import Reader, View, literal, rows

MOST_TEXT = 20_000
"""Characters of each text that are compared; a longer one says so."""
LETTER_BY_LETTER = 0.5
"""Two words that are at least so much alike are compared grapheme by grapheme."""

Place = tuple[int, int]
"""First and one past the last character."""
Piece = tuple[str, Place, Place]
"""Kind, and where in both texts."""

POST = """
SELECT p.platform, p.post_id, p.account_id, a.handle, p.created_at, p.language, p.text, p.urls, p.hashtags,
  p.permalink
FROM posts p LEFT JOIN accounts a ON a.platform = p.platform AND a.account_id = p.account_id
WHERE p.platform = {platform} AND p.post_id = {post_id}"""

_LINK = re.compile(r"(?:https?://|www\.)\S+")
_NUMBER = re.compile(r"\d+(?:[.,:/\-\u066b\u066c]\d+)*")
_HASHTAG = re.compile(r"[#＃](\w+)")
_MENTION = re.compile(r"(?<![\w@])@\w+")


def view(reader: Reader, left: str = "", right: str = "") -> dict[str, Any]:
    """Spans that are equal, inserted, deleted or replaced between the texts of two posts, and how alike they are.

    `spans` name places in both texts; `similarity` is Jaccard's index over runs of letters, `distance` the share of
    characters that must be changed to make one of the other. InputError where there is no such post.
    """
    if not (left and right):
        return {}
    old, new = _post(reader, left), _post(reader, right)
    a, b = old["text"], new["text"]
    return {
        "left": old,
        "right": new,
        "equal": a == b,
        "seconds": (new["created_at"] - old["created_at"]).total_seconds(),
        "similarity": _similarity(a, b),
        "distance": _distance(a, b),
        "spans": spans(a, b),
        "changed": {name: _changed(take(old), take(new)) for name, take in _FOUND.items()},
        "hidden": {"left": hidden(a), "right": hidden(b)},
    }


def spans(left: str, right: str) -> Rows:
    """The texts in spans of one kind each, words first, words that are alike letter by letter."""
    found: list[Piece] = []
    for piece in _differences(list(words(left)), list(words(right))):
        for kind, a, b in _closer(left, right, *piece):
            _, before, other = found.pop() if found and found[-1][0] == kind else (kind, a, b)
            found.append((kind, (before[0], a[1]), (other[0], b[1])))
    return [_span(kind, a, b, left, right) for kind, a, b in found]


def _closer(left: str, right: str, kind: str, a: Place, b: Place) -> Iterator[Piece]:
    """A replaced word grapheme by grapheme where the two are alike, anything else as it is."""
    old, new = left[a[0] : a[1]], right[b[0] : b[1]]
    if kind != "replaced" or any(map(str.isspace, old + new)) or _distance(old, new) > LETTER_BY_LETTER:
        yield kind, a, b
        return
    for inner, c, d in _differences(graphemes(old), graphemes(new)):
        yield inner, (a[0] + c[0], a[0] + c[1]), (b[0] + d[0], b[0] + d[1])


def _span(kind: str, a: Place, b: Place, left: str, right: str) -> dict[str, Any]:
    old, new = left[a[0] : a[1]], right[b[0] : b[1]]
    alike = kind == "replaced" and folded(old) == folded(new)
    return {"kind": kind, "left": list(a), "right": list(b), "old": old, "new": new, "folds_alike": alike}


def _differences(left: Sequence[str], right: Sequence[str]) -> Iterator[Piece]:
    """Kind, and first and last place in both texts; a deletion beside an insertion is a replacement."""
    from rapidfuzz.distance import Indel

    starts, others = _starts(left), _starts(right)
    steps: list[tuple[str, int, int, int, int]] = Indel.opcodes(left, right).as_list()  # type: ignore[assignment]
    for equal, run in groupby(steps, lambda step: step[0] == "equal"):
        every = list(run)
        a, b = (every[0][1], every[-1][2]), (every[0][3], every[-1][4])
        kind = "equal" if equal else "inserted" if a[0] == a[1] else "deleted" if b[0] == b[1] else "replaced"
        yield kind, (starts[a[0]], starts[a[1]]), (others[b[0]], others[b[1]])


def _starts(pieces: Iterable[str]) -> list[int]:
    places = [0]
    for piece in pieces:
        places.append(places[-1] + len(piece))
    return places


def _similarity(left: str, right: str) -> float:
    import numpy as np

    from floodwatch.tools.lookalikes import bare
    from floodwatch.tools.shingles import jaccard

    texts = [bare(normalised(left)), bare(normalised(right))]
    return 1.0 if left == right else float(jaccard(texts, np.array([0]), np.array([1]))[0])


def _distance(left: str, right: str) -> float:
    from rapidfuzz.distance import Levenshtein

    return float(Levenshtein.normalized_distance(left, right))


def _links(post: dict[str, Any]) -> list[str]:
    return list(post["urls"]) or _LINK.findall(post["text"])


def _hashtags(post: dict[str, Any]) -> list[str]:
    return [folded(t) for t in post["hashtags"] or _HASHTAG.findall(post["text"])]


def _numbers(post: dict[str, Any]) -> list[str]:
    plain = _MENTION.sub(" ", _HASHTAG.sub(" ", _LINK.sub(" ", post["text"])))
    return [folded(n) for n in _NUMBER.findall(plain)]


def _mentions(post: dict[str, Any]) -> list[str]:
    return [m.lower() for m in _MENTION.findall(post["text"])]


def _emoji(post: dict[str, Any]) -> list[str]:
    return [g for g in graphemes(post["text"]) if is_emoji(g)]


_FOUND: Mapping[str, Callable[[dict[str, Any]], list[str]]] = {
    "links": _links, "hashtags": _hashtags, "mentions": _mentions, "numbers": _numbers, "emoji": _emoji,
}  # fmt: skip
"""What is listed apart, since an operation changes it from copy to copy."""


def _changed(old: list[str], new: list[str]) -> dict[str, list[str]]:
    """What the one has and the other lacks, as often as it has it more."""
    before, after = Counter(old), Counter(new)
    return {"gone": sorted((before - after).elements()), "added": sorted((after - before).elements())}


def _post(reader: Reader, ref: str) -> dict[str, Any]:
    try:
        named = refs.parse(ref if ref.startswith("post:") else f"post:{ref}")
    except ValueError:
        named = refs.Ref("", "", "")
    found = rows(reader, POST.format(platform=literal(named.platform), post_id=literal(named.id)))
    if not found:
        raise InputError(f"There is no post {ref}", do="Give a ref such as post:x/123; `search` shows them.")
    row = found[0]
    text = row["text"] or ""
    return {
        "ref": refs.post(row["platform"], row["post_id"]),
        "account": refs.account(row["platform"], row["account_id"]),
        "handle": row["handle"] or "",
        "created_at": row["created_at"],
        "language": row["language"] or "",
        "text": text[:MOST_TEXT],
        "cut": len(text) > MOST_TEXT,
        "urls": row["urls"] or [],
        "hashtags": row["hashtags"] or [],
        "permalink": row["permalink"] or "",
    }


COMPARE = View(
    "compare",
    "What is different between the texts of two posts",
    view,
    needs=("posts", "accounts"),
    parameters=(
        Parameter("left", "", "Ref of the first post, such as post:x/123.", positional=True),
        Parameter("right", "", "Ref of the post to compare it with.", positional=True),
    ),
)
