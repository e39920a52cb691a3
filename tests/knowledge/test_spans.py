"""Where names, people, dates and counts begin and end: sentences of many kinds of reports, invented for these tests."""

from __future__ import annotations

from dataclasses import replace

import pytest

from floodwatch.knowledge.reading import mentions
from tests.growth import in_proportion
from tests.knowledge.test_sentences import of


def spans(kind, text, published="2025-03-12"):
    return [m.text for m in mentions(replace(of(text), published=published))[kind]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The files date from 2016 and the ban stems from 2011.", ["2016", "2011"]),
        ("It copies a campaign from 2022 and three posts from last week.", ["2022", "last week"]),
        ("It has run from May 2021 and goes on.", ["from May 2021"]),
        ("It ran from May 2021 until October 2024.", ["from May 2021 until October 2024"]),
        ("The wave came in the week of 10 February.", ["week of 10 February"]),
        ("We saw 11/2024 in the log, and 40 in the spring.", ["11/2024", "spring"]),
        ("He spoke this morning; by last night it was gone.", ["this morning", "by last night"]),
        ("They met ahead of the May election.", ["May"]),
        ("The parcel came a day late in February.", ["February"]),
        ("It struck late in February.", ["late in February"]),
        ("On the 8th of November it ended.", ["8th of November"]),
        ("Il est actif depuis lundi.", ["depuis lundi"]),
        ("The six months to 30 June 2025 were calm.", ["six months to 30 June 2025"]),
    ],
)
def test_dates_end_where_they_end(text, found):
    assert spans("date", text) == found


def test_a_week_is_seven_days():
    read = mentions(replace(of("It came in the week ending 9 March 2025."), published="2025-03-12"))
    assert [(m.fields["from"], m.fields["to"]) for m in read["date"]] == [("2025-03-03", "2025-03-09")]


@pytest.mark.parametrize("piece", ["week of ", "a network from ", "the spring ", "this morning ", "in the "])
def test_looking_around_a_date_takes_time_in_proportion(piece):
    assert in_proportion(lambda n: spans("date", (piece + "10 May ") * n), 200)
