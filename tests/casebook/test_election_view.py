"""Elections: when, where, for which offices, who stands, who aims at them; and tables of them with broken rows."""

from __future__ import annotations

import pytest

from floodwatch import sources
from floodwatch.casebook import record
from floodwatch.model.errors import FormatError
from floodwatch.sources.calendar import read
from floodwatch.views.elections import view
from tests.casebook.made import who
from tests.casebook.told import ADA, CALENDAR, SEAT, VOTE, say, told

OLDER = who("Another vote", "election")
HEAD = "Election,Country,Kind,Date,Office,District,Candidate,Party\n"
ROWS = (
    "General election,FR,parliamentary,2027-06-13,Assembly,District 2,Ada Lovelace,Engine Party\n"
    "General election,france,Parliamentary,2027-06-13,Assembly,District 2,Jean Deux,\n"
    "Town vote,FR,local,2027-03-01,,,,\n"
)


def calendar(tmp_path, text):
    path = tmp_path / "calendar.csv"
    path.write_text(text, "utf-8")
    return read(path, "ab" * 32, "ada", sources.raw)


def test_an_election_has_its_day_place_office_and_candidates(book):
    (one,) = view(told(book, *CALENDAR))["elections"]
    assert (one["date"], one["countries"], one["kinds"]) == ("2026-05-03", ["Examplia"], ["parliamentary"])
    assert [(office["name"], office["candidates"]) for office in one["offices"]] == [
        (SEAT.label, [ADA.label])
    ]
    assert one["candidates"][0]["stands_for"] == [SEAT.label]


def test_what_aims_at_it_or_at_its_candidates_stands_under_who_runs_it(book):
    (one,) = view(told(book, *CALENDAR))["elections"]
    (threat,) = one["threats"]
    assert (threat["who"], threat["run_by"]) == ("The leaked letters", ["Storm-9001"])
    assert {row["predicate"] for row in threat["claims"]} == {"targets", "denigrates"}


@pytest.mark.parametrize("name", ["general EXAMPLIA", "examplia", "Ada Example", "examplia house district 2"])
def test_it_is_found_by_its_name_country_office_or_candidate(book, name):
    assert len(view(told(book, *CALENDAR), name)["elections"]) == 1


def test_an_unknown_name_finds_none(book):
    assert view(told(book, *CALENDAR), "Atlantis")["elections"] == []


def test_two_dates_of_one_election_stand_side_by_side(book):
    wrong = say(
        VOTE,
        "occurred_on",
        as_of_from="2025-01-01",
        as_of_to="2025-12-31",
        precision="relative",
        hedge="last year",
    )
    (one,) = view(told(book, *CALENDAR, wrong))["elections"]
    assert one["date"] == "2026-05-03"
    assert len(one["dates"]) == 2


def test_a_candidate_of_another_year_is_not_one_of_this(book):
    old = say(VOTE, "occurred_on", as_of_from="2026-05-03", as_of_to="2026-05-03", precision="day")
    other = say(ADA, "candidate_for", OLDER)
    told(book)
    record.add(book, [OLDER], [old, say(SEAT, "filled_by", VOTE), say(ADA, "candidate_for", SEAT), other])
    found = {one["name"]: [c["name"] for c in one["candidates"]] for one in view(book)["elections"]}
    assert found == {VOTE.label: [], OLDER.label: [ADA.label]}


def test_a_table_becomes_claims_for_which_a_person_vouches(book, tmp_path):
    found = calendar(tmp_path, HEAD + ROWS)
    assert not found.rejects
    added = record.add(book, found.entities.values(), found.claims.values())
    again = record.add(book, found.entities.values(), found.claims.values())
    assert (added.claims, again.claims) == (len(found.claims), 0)
    town, general = view(book)["elections"]
    assert (town["name"], general["date"]) == ("Town vote", "2027-06-13")
    assert len(view(book, "fr")["elections"]) == 2 and view(book, "de")["elections"] == []
    assert [c["parties"] for c in general["candidates"] if c["name"] == "Ada Lovelace"] == [["Engine Party"]]
    assert [office["name"] for office in general["offices"]] == ["France, Assembly, District 2"]
    assert {row["decided_by"] for row in general["calendar"]} == {"ada"}
    assert {row["source"] for row in general["calendar"]} == {"calendar.csv"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",FR,local,2027-01-01,,,,", "election is empty"),
        ("A,Atlantis,local,2027-01-01,,,,", "'Atlantis' is not known"),
        ("A,FR,beauty,2027-01-01,,,,", "not one of: presidential"),
        ("A,FR,local,01/02/2027,,,,", "not written YYYY-MM-DD"),
        ("A,FR,local,2027-02-30,,,,", "not written YYYY-MM-DD"),
        ("A,FR,local,2027-01-01,,District 2,,", "a district needs an office"),
        (f"{'A' * 400},FR,local,2027-01-01,,,,", "longer than 300"),
    ],
)
def test_broken_rows_are_rejected_with_their_line_and_the_others_kept(tmp_path, row, reason):
    found = calendar(tmp_path, HEAD + row + "\n" + ROWS)
    (one,) = found.rejects
    assert one.line == 2
    assert reason in one.reason
    assert found.rows == 4
    assert len(found.claims) == len(calendar(tmp_path, HEAD + ROWS).claims)


def test_a_table_without_its_columns_is_refused(tmp_path):
    with pytest.raises(FormatError, match="needs the column country"):
        calendar(tmp_path, "election,date\nA,2027-01-01\n")
