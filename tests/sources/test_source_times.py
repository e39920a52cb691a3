"""Times: every form gives the same instant, everything else gives none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.sources import times

moments = st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))
offsets = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))


def parse(*texts):
    stamps, naive = times.parse(pa.array(texts, pa.string()))
    return stamps.to_pylist(), naive


@given(moments, offsets)
def test_iso_with_any_offset_is_the_same_instant(moment, offset):
    assert parse(moment.astimezone(offset).isoformat())[0] == [moment]


@given(st.lists(moments, min_size=1))
def test_forms_may_be_mixed_in_one_column(moments):
    whole = [m.replace(microsecond=0) for m in moments]
    forms = [
        lambda m: m.isoformat(),
        lambda m: m.strftime("%Y-%m-%d %H:%M:%S"),
        lambda m: str(int(m.timestamp())) if m.timestamp() > 1e9 else m.isoformat(),
        lambda m: str(int(m.timestamp()) * 1000),
        lambda m: f"{m:%a %b %d %H:%M:%S} +0000 {m:%Y}",
        lambda m: f"{m:%a, %d %b %Y %H:%M:%S} GMT",
        lambda m: m.strftime("%Y/%m/%d %H:%M:%S"),
    ]
    texts = [forms[i % len(forms)](m) for i, m in enumerate(whole)]
    assert parse(*texts)[0] == whole


@given(moments, st.sampled_from([1, 1000, 1_000_000, 1_000_000_000]))
def test_unix_time_is_told_apart_by_size(moment, per_second):
    moment = moment.replace(microsecond=0)
    number = int(moment.timestamp()) * per_second
    stamps, _ = times.parse(pa.array([number, None], pa.int64()))
    assert stamps.to_pylist() == [moment, None]


@given(st.text())
def test_no_text_raises_and_none_is_outside_the_believed_years(text):
    [moment], _ = parse(text)
    assert moment is None or 1990 <= moment.year < 2100


UNREADABLE = ("", "yesterday", "2016-02-30", "2016-13-01 00:00", "10/11/2016", "1850-01-01", "12", "9" * 30)


@pytest.mark.parametrize("text", UNREADABLE)
def test_unreadable_is_null(text):
    assert parse(text)[0] == [None]


def test_times_without_offset_are_counted():
    stamps, naive = parse("2016-10-01 00:00", "2016-10-01T00:00:00Z", None, "2016-10-01")
    assert naive == 2
    assert len(set(stamps) - {None}) == 1


def test_month_first_only_where_a_mapping_says_so():
    assert times.month_first(pa.array(["10/1/2016 19:58"])).to_pylist() == [
        datetime(2016, 10, 1, 19, 58, tzinfo=UTC)
    ]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "UTC", "America/New_York"])
def test_arrow_timestamps(unit, zone):
    moment = datetime(2020, 2, 29, 12, 0, tzinfo=UTC)
    column = pa.array([moment.replace(tzinfo=None), None], pa.timestamp(unit, tz=zone))
    stamps, naive = times.parse(column)
    assert stamps.to_pylist() == [moment, None]
    assert naive == (0 if zone else 1)
