"""The named changes that a mapping may ask for (`as: language_name`): text column in, text or list out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from floodwatch.sources import times, values

_PREFIXES = {
    "fb": "facebook",
    "tw": "x",
    "ig": "instagram",
    "tg": "telegram",
    "yt": "youtube",
    "tt": "tiktok",
}
_HASHTAG = re.compile(r"(?<![\w&/])[#＃](\w*[^\W\d_]\w*)")
_MENTION = re.compile(r"(?<![\w@/.])[@＠](\w{1,50})")
_URL = re.compile(r"https?://[^\s<>\"'“”‘’«»…)\]}]+[^\s<>\"'“”‘’«»…)\]}.,;:!?]")


@cache
def _languages() -> dict[str, str]:
    from babel import Locale

    names = Locale("en").languages
    return {name.casefold(): code.replace("_", "-") for code, name in sorted(names.items(), reverse=True)}


@cache
def language(name: str | None) -> str | None:
    """BCP 47 code of an English language name; a code stays what it is; None when it is neither."""
    wanted = (name or "").strip()
    known = _languages()
    for form in (wanted, *re.split(r"\s*[()]\s*", wanted)):
        if form and form.casefold() in known:
            return known[form.casefold()]
    return wanted if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", wanted) else None


def _each(column: pa.Array, change: Callable[[str], str | None]) -> pa.Array:
    """Change each distinct value once."""
    encoded = values.text(column).dictionary_encode()
    changed = pa.array([change(v) for v in encoded.dictionary.to_pylist()], pa.string())
    return pa.DictionaryArray.from_arrays(encoded.indices, changed).dictionary_decode()


def _language_name(column: pa.Array) -> pa.Array:
    return _each(column, language)


def _prefix_platform(column: pa.Array) -> pa.Array:
    """`fb_12670` -> `facebook`."""
    return _each(column, lambda v: _PREFIXES.get(v.partition("_")[0].lower()))


def _bracket_list(column: pa.Array) -> pa.Array:
    return values.lists(column)


def _found(pattern: re.Pattern[str], mark: str, prefix: str = "") -> Callable[[pa.Array], pa.Array]:
    def find(column: pa.Array) -> pa.Array:
        plain = pc.fill_null(values.text(column), "").to_pylist()
        return pa.array(
            [[prefix + v for v in pattern.findall(t)] if mark in t else [] for t in plain], values.LIST
        )

    return find


def _scaled(factor: int) -> Callable[[pa.Array], pa.Array]:
    """Unix time of a stated unit, where the size of the number would be misread."""

    def scale(column: pa.Array) -> pa.Array:
        numbers, _ = values.floats(column)
        micros = pc.round(pc.multiply(numbers, float(factor)))
        return (
            pc.if_else(pc.less(pc.abs(micros), 9e18), micros, pa.scalar(None, pa.float64()))
            .cast(pa.int64())
            .cast(times.STAMP)
        )

    return scale


TRANSFORMS: dict[str, Callable[[pa.Array], pa.Array]] = {
    "bracket_list": _bracket_list,
    "language_name": _language_name,
    "prefix_platform": _prefix_platform,
    "hashtags_in_text": _found(_HASHTAG, "#"),
    "mentions_in_text": _found(_MENTION, "@", "@"),
    "urls_in_text": _found(_URL, "http"),
    "month_first": times.month_first,
    "unix_s": _scaled(1_000_000),
    "unix_ms": _scaled(1000),
    "unix_us": _scaled(1),
}
"""Every transform that a mapping may name."""
