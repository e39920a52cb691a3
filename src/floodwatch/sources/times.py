"""Times as people write them -> timestamps (microseconds, UTC), a column at a time.

ISO 8601 with or without offset, Unix seconds to nanoseconds, Twitter's form and mail's form may be mixed.
Only times from 1990 to 2100 are believed; everything else is unreadable, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pyarrow as pa
import pyarrow.compute as pc

STAMP = pa.timestamp("us", tz="UTC")
_EARLIEST, _LATEST = 631_152_000_000_000, 4_102_444_800_000_000
_LONGEST = 100
_DAY = r"\d{4}-\d{2}-\d{2}"
_NAIVE = rf"^{_DAY}([ T]\d{{2}}:\d{{2}}(:\d{{2}}(\.\d{{1,6}})?)?)?$"
_ZONED = rf"^{_DAY}[ T]\d{{2}}:\d{{2}}(:\d{{2}}(\.\d{{1,6}})?)?(Z|[+-]\d{{2}}(:?\d{{2}})?)$"
_NUMBER = r"^\d{9,19}(\.\d{1,9})?$"
_TWITTER = re.compile(r"\w{3} (\w{3}) (\d\d?) (\d\d:\d\d:\d\d) ([+-]\d{4}) (\d{4})$")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNITS = ((10**11, 1_000_000), (10**14, 1000), (10**17, 1))


def parse(column: pa.Array) -> tuple[pa.Array, int]:
    """Timestamps (null where missing or unreadable) and how many had no offset and were taken as UTC."""
    if pa.types.is_timestamp(column.type):
        naive = 0 if column.type.tz else len(column) - column.null_count
        return _believable(_from_arrow(column)), naive
    if pa.types.is_date(column.type):
        return _believable(column.cast(pa.timestamp("s")).cast(STAMP)), len(column) - column.null_count
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        return _believable(_from_numbers(column)), 0
    if pa.types.is_null(column.type):
        return pa.nulls(len(column), STAMP), 0
    return _from_text(pc.utf8_trim_whitespace(column.cast(pa.string())))


def _from_arrow(column: pa.Array) -> pa.Array:
    return column.cast(pa.timestamp("us", tz=column.type.tz), safe=False).cast(STAMP)


def _from_numbers(column: pa.Array) -> pa.Array:
    """Seconds, milliseconds, microseconds or nanoseconds, told apart by their size."""
    whole = column.cast(pa.int64()) if pa.types.is_integer(column.type) else column.cast(pa.float64())
    if pa.types.is_integer(column.type):
        micros = [pc.multiply(_below(whole, limit), factor) for limit, factor in _UNITS]
        last = pc.divide(whole, 1000)
    else:
        micros = [_rounded(pc.multiply(_below(whole, limit), float(factor))) for limit, factor in _UNITS]
        last = _rounded(pc.divide(whole, 1000.0))
    size = [pc.less(whole, _limit(limit, whole)) for limit, _ in _UNITS]
    chosen = pc.if_else(
        size[0], micros[0], pc.if_else(size[1], micros[1], pc.if_else(size[2], micros[2], last))
    )
    return chosen.cast(STAMP)


def _below(number: pa.Array, limit: int) -> pa.Array:
    """The numbers below the limit, zero instead of others (so that a product cannot overflow)."""
    return pc.if_else(pc.less(number, _limit(limit, number)), number, _limit(0, number))


def _limit(limit: int, number: pa.Array) -> pa.Scalar:
    return pa.scalar(limit if pa.types.is_integer(number.type) else float(limit), number.type)


def _rounded(number: pa.Array) -> pa.Array:
    fits = pc.and_(pc.is_finite(number), pc.less(pc.abs(number), 9e18))
    return pc.round(pc.if_else(fits, number, pa.scalar(None, pa.float64()))).cast(pa.int64())


def _from_text(text: pa.Array) -> tuple[pa.Array, int]:
    """Fast ways for whole groups of equal form, one at a time for what is left."""
    naive, zoned, number = (pc.match_substring_regex(text, form) for form in (_NAIVE, _ZONED, _NUMBER))
    result = pa.nulls(len(text), STAMP)
    ways: tuple[tuple[pa.Array, Callable[[pa.Array], pa.Array]], ...] = (
        (zoned, _quick_zoned),
        (naive, _quick_naive),
        (number, lambda part: _from_numbers(part.cast(pa.float64())) if _dotted(part) else _from_ints(part)),
    )
    for mask, way in ways:
        result = _placed(result, mask, text, way)
    result = _placed(result, pc.and_(pc.is_null(result), pc.is_valid(text)), text, _slow)
    result = _believable(result)
    without = pc.sum(pc.and_(naive, pc.is_valid(result))).as_py() or 0
    return result, int(without)


def _placed(
    result: pa.Array, mask: pa.Array, text: pa.Array, way: Callable[[pa.Array], pa.Array]
) -> pa.Array:
    mask = pc.fill_null(mask, False)
    count = mask.true_count
    if count == 0:
        return result
    if count == len(text):
        return way(text)
    return pc.replace_with_mask(result, mask, way(text.filter(mask)))


def _dotted(part: pa.Array) -> bool:
    return bool(pc.any(pc.match_substring(part, ".")).as_py())


def _from_ints(part: pa.Array) -> pa.Array:
    try:
        return _from_numbers(part.cast(pa.int64()))
    except pa.ArrowInvalid:
        return pa.nulls(len(part), STAMP)


def _quick_zoned(part: pa.Array) -> pa.Array:
    try:
        return part.cast(STAMP)
    except pa.ArrowInvalid:
        return _slow(part)


def _quick_naive(part: pa.Array) -> pa.Array:
    try:
        return part.cast(pa.timestamp("us")).cast(STAMP)
    except pa.ArrowInvalid:
        return _slow(part)


def _slow(part: pa.Array) -> pa.Array:
    return pa.array([one(text) for text in part.to_pylist()], STAMP)


def one(text: str | None) -> datetime | None:
    """One time in UTC, or None when it cannot be read."""
    if not text or len(text) > _LONGEST:
        return None
    for way in (_twitter, datetime.fromisoformat, _slashed, _mail):
        try:
            found = way(text)
            return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _twitter(text: str) -> datetime:
    """`Wed Oct 10 20:19:24 +0000 2018`."""
    found = _TWITTER.match(text)
    if not found:
        raise ValueError(text)
    month, day, clock, offset, year = found.groups()
    return datetime.fromisoformat(f"{year}-{_MONTHS.index(month) + 1:02d}-{int(day):02d}T{clock}{offset}")


def _slashed(text: str) -> datetime:
    """`2016/10/01 20:19`: year first, so nothing is ambiguous; also a space before the offset or `UTC`."""
    clean = re.sub(r"\s*UTC$", "Z", text.replace("/", "-"))
    if not re.match(_DAY, clean):
        raise ValueError(text)
    return datetime.fromisoformat(re.sub(r"(\d) ([+-]\d{2}:?\d{2})$", r"\1\2", clean))


def _mail(text: str) -> datetime:
    """`Wed, 10 Oct 2018 20:19:24 GMT`."""
    if not re.match(r"^(\w{3}, )?\d{1,2} \w{3} \d{4} ", text):
        raise ValueError(text)
    return parsedate_to_datetime(text)


def _american(text: str) -> datetime:
    for form in ("%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return datetime.strptime(text.replace("/", "."), "%m.%d.%Y %I:%M %p").replace(tzinfo=UTC)


def month_first(column: pa.Array) -> pa.Array:
    """`10/1/2016 19:58`, month first, as UTC; used where a mapping says so."""
    return pa.array([_tried(text) for text in column.cast(pa.string()).to_pylist()], STAMP)


def _tried(text: str | None) -> datetime | None:
    try:
        return _american(text.strip()) if text else None
    except ValueError:
        return one(text)


def _believable(stamps: pa.Array) -> pa.Array:
    number = stamps.cast(pa.int64())
    fits = pc.and_(pc.greater_equal(number, _EARLIEST), pc.less(number, _LATEST))
    return pc.if_else(fits, stamps, pa.scalar(None, STAMP))
