"""A world in the making: people, posts and groups as growing columns, and the setting they share."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from floodwatch.worlds.clock import DAY
from floodwatch.worlds.columns import Columns, Default, Ints, Texts, texts
from floodwatch.worlds.history import NEVER, History
from floodwatch.worlds.recipe import Recipe

PEOPLE: dict[str, Default] = {
    "platform": "x", "language": "en", "country": "", "audience": 0, "offset": 0.0, "daily": 0.0, "lark": 0.5,
    "wakes": 7.0, "waking": 16.0, "weekend": 1.0, "fame": 1.0, "reposts": 0.4, "replies": 0.15, "handle": "",
    "name": "", "bio": "", "location": "", "website": "", "made": 0, "followers": 0, "following": 0,
    "avatar": "",
    "verified": False, "labels": "", "status": "active", "client": "", "gone": NEVER, "notice": "", "before": -1,
}  # fmt: skip
POSTS: dict[str, Default] = {
    "author": 0, "second": 0, "text": "", "language": "", "repost": -1, "reply": -1, "quote": -1, "urls": "",
    "hashtags": "", "mentions": "", "media": "", "poll": "", "client": "", "appeal": 1.0, "outside": 1.0,
    "visible": True, "deleted": NEVER,
}  # fmt: skip


@dataclass(slots=True)
class Article:
    """Things with an address that people link to: one row per article in each column."""

    url: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    language: list[str] = field(default_factory=list)
    second: list[int] = field(default_factory=list)
    audience: list[int] = field(default_factory=list)
    appeal: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a world's people share: its laws, languages, platforms and audiences."""

    recipe: Recipe
    start: int
    laws: dict[str, float]
    languages: tuple[str, ...]
    platforms: tuple[str, ...]
    audience_language: Texts
    audience_share: np.ndarray[Any, np.dtype[np.float64]]
    audience_tags: tuple[tuple[str, ...], ...]

    @property
    def length(self) -> int:
        """Seconds from the world's start to its end."""
        return self.recipe.days * DAY

    @property
    def middle(self) -> int:
        """The moment (seconds since 1970) whose summer or winter time holds in the whole world."""
        return self.start + self.length // 2


@dataclass(frozen=True, slots=True)
class Group:
    """The truth about one planted group."""

    group_id: str
    role: str
    template: str
    expected: str
    signs: tuple[str, ...]
    coordinated: bool
    members: Ints
    strength: str = ""
    evasion: str = ""


class Draft:
    """Everything that a world will be made of, as rows that refer to each other by number."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.people = Columns(PEOPLE)
        self.posts = Columns(POSTS)
        self.articles = Article()
        self.groups: list[Group] = []
        self.events: list[dict[str, Any]] = []
        self.follows: list[tuple[Ints, Ints]] = []
        self.outlets = np.zeros(0, dtype=np.int64)
        self.handles: set[str] = set()
        self.names: set[str] = set()
        self.history = History()

    def rng(self, *parts: str | int) -> np.random.Generator:
        """A generator of its own for every part of the world, so that adding one changes no other."""
        words = [zlib.crc32(str(p).encode()) for p in parts]
        return np.random.default_rng([self.setting.recipe.seed, *words])

    def say(self, author: Ints, second: Ints, text: Texts | list[str] | str, **columns: Any) -> Ints:
        """Add posts that carry words; hashtags, mentions and links are written into the text.

        `urls`, `hashtags` and `mentions` are one text per row, entries parted by `|`.
        """
        rows = len(author)
        given = {name: _each(columns.get(name, ""), rows) for name in ("mentions", "hashtags", "urls")}
        body = _each(text, rows)
        columns["text"] = [
            _written(b, m, h, u)
            for b, m, h, u in zip(body, given["mentions"], given["hashtags"], given["urls"], strict=True)
        ]
        columns.setdefault("language", self.people["language"][author])
        when = np.asarray(second, dtype=np.int64)
        return self.posts.add(rows, author=author, second=when, visible=self._inside(when), **columns)

    def reword(self, rows: Ints, text: Texts | list[str], language: Texts | str) -> None:
        """Give posts other words and keep the mentions, hashtags and links that they carry."""
        carried = (self.posts[name][rows] for name in ("mentions", "hashtags", "urls"))
        said = [_written(b, m, h, u) for b, m, h, u in zip(text, *carried, strict=True)]
        self.posts.put("text", rows, texts(said))
        self.posts.put("language", rows, language)

    def pass_on(self, author: Ints, post: Ints, second: Ints, **columns: Any) -> Ints:
        """Add unchanged reposts of posts; a repost of a repost is one of the original.

        Those that would cross platforms or fall outside the world's days are left out.
        """
        origin = self.posts["repost"][post]
        post = np.where(origin >= 0, origin, post)
        second = np.maximum(second, self.posts["second"][post] + 1)
        keep = self.people["platform"][self.posts["author"][post]] == self.people["platform"][author]
        keep &= self._inside(second)
        kept = {n: (v[keep] if isinstance(v, np.ndarray) else v) for n, v in columns.items()}
        return self.posts.add(
            int(keep.sum()), author=author[keep], second=second[keep], repost=post[keep], **kept
        )

    def _inside(self, second: Ints) -> NDArray[np.bool_]:
        """Whether moments lie in the days that were collected; other posts exist, but nobody saw them."""
        return np.asarray((second >= 0) & (second < self.setting.length))


def _each(value: Any, rows: int) -> list[str]:
    return [value] * rows if isinstance(value, str) else list(value)


def _written(body: str, mentions: str, hashtags: str, urls: str) -> str:
    parts: Iterable[str] = (
        mentions.replace("|", " "),
        body,
        " ".join(f"#{h}" for h in hashtags.split("|")) if hashtags else "",
        urls.replace("|", " "),
    )
    return " ".join(p for p in parts if p)
