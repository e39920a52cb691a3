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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A choir in Vejle lost 300 kroner, and the port of Gdynia is quiet.", []),
        (
            "Google Threat Intelligence Group and Sputnik Afrique agreed.",
            ["Google Threat Intelligence Group", "Sputnik Afrique"],
        ),
        ("The Food and Drug Administration told the House.", ["Food and Drug Administration", "House"]),
        (
            "The Kenya Office for Safe Ports wrote to Bank Union Denmark.",
            ["Kenya Office for Safe Ports", "Bank Union Denmark"],
        ),
        ("The Islamic Revolutionary Guard Corps of Iran paid.", ["Islamic Revolutionary Guard Corps"]),
        ("DEFENDANTS Orrin Labs and others.", ["Orrin Labs"]),
        ("An actor named SABLE ANCHOR struck; we warn of SABLE ANCHOR.", ["SABLE ANCHOR", "SABLE ANCHOR"]),
        ("They fined GRU Unit 29155 and Acme Inc, a shop.", ["GRU Unit 29155", "Acme Inc"]),
        ("Sign-ins to Microsoft 365 rose; France 24 said so.", ["Microsoft 365", "France 24"]),
        ("Our insurer, Red Plain, pays.", ["Red Plain"]),
        ("Safaricom blocked the sender.", ["Safaricom"]),
        ("Selon la ministre tout va bien ce soir.", []),
        ("The by-election to the Senate on Sunday is near.", ["Senate"]),
    ],
)
def test_names_end_where_they_end(text, found):
    assert spans("name", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Grant Pike leads. Mr Pike's team agreed.", ["Grant Pike", "Pike"]),
        ("RESPONSE Agnieszka Wrona, counsel, agreed.", ["Agnieszka Wrona"]),
        ("Q44 Bridget Nolan: And the victims?", ["Bridget Nolan"]),
        ("Li Wenbo fled. Police seek Li in Macau.", ["Li Wenbo", "Li"]),
        ("Lucy van der Meer and Ana de la Cruz spoke.", ["Lucy van der Meer", "Ana de la Cruz"]),
        ("Voivode Marek Zaremba disagrees.", ["Marek Zaremba"]),
        ("The Chief Electoral Officer, Anurag Bora, told us so.", ["Anurag Bora"]),
        ("Earlier studies, such as Adeyinka (2019) and Brandt et al., differ.", ["Adeyinka", "Brandt"]),
        ("He told Dennik N. Maria Krasna said no.", ["Maria Krasna"]),
        ("It was John F. Kennedy.", ["John F. Kennedy"]),
        ("The handed list went to CERT Lisboa and Nova Pot.", []),
    ],
)
def test_people_are_told_from_other_names(text, found):
    assert spans("person", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2.1 Collection. Two people read 40 posts.", ["Two", "40"]),
        ("They use CVE-2023-41990 and BOD 22-01 as entry 0412.", []),
        ("At least one of the two was safe; the three differ.", ["At least one", "two", "three"]),
        ("There is zero connection.", []),
    ],
)
def test_counts_count_something(text, found):
    assert spans("count", text) == found


@pytest.mark.parametrize(
    "piece", ["Unit 5 ", "DEFENDANTS ", "van der Meer ", "Mr Pike ", "Chief Electoral Officer ", "Acme Inc. "]
)
def test_rows_of_capitals_take_time_in_proportion(piece):
    assert in_proportion(lambda n: spans("name", piece * n), 400)


@pytest.mark.parametrize("piece", ["week of ", "a network from ", "the spring ", "this morning ", "in the "])
def test_looking_around_a_date_takes_time_in_proportion(piece):
    assert in_proportion(lambda n: spans("date", (piece + "10 May ") * n), 200)
