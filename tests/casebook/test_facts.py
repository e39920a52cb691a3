"""Published facts that a new centre holds: each is shown, with its source, by the verb one would ask, and exported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from floodwatch.centre.starting import ready
from floodwatch.outputs.knowledge import FORMATS
from floodwatch.views.actor import view as actor
from floodwatch.views.elections import view as election
from floodwatch.views.exchange import Wanted
from floodwatch.views.exchange import view as going_out
from floodwatch.views.incidents import view as incident
from floodwatch.vocabulary.knowledge.starting import starting

TABLE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "facts.md"
A, B, C, D, E = "A broadcaster's", "A trade note", "A company's blog", "A news site's", "A media digest"
CHINA, NORTH_KOREA = "threat actors of China", "threat actors of North Korea"
FACTS: dict[str, list[tuple[Any, dict[str, str], str, tuple[str, ...]]]] = {
    "Storm-1376: over 175 websites": [
        (actor, {"name": "storm 1376"}, A, ("over 175 websites", "58 languages")),
    ],
    "Aliases Storm-1376 / Spamouflage": [
        (actor, {"name": "Dragonbridge"}, A, ("Storm-1376 is the same as Spamouflage", "is the same as Dragonbridge")),
        (actor, {"name": "Storm-1376"}, E, ("sponsored by Ministry of Public Security", "Flood is the same as Spam")),
    ],
    "Storm-1376 media": [
        (actor, {"name": "Storm-1376"}, A, (
            "AI-Generated Audio (Deepfakes) (likely)", "uses software of ByteDance", "AI-Generated Videos",
            "tells one candidate in Taiwan endorses", "rebuts the wastewater", "wheel bearing", "power lines")),
        (actor, {"name": "a candidate in Taiwan has mistresses and illegitimate children"}, A, ("news anchors",)),
        (actor, {"name": "the derailment of a train in Kentucky in November 2023"}, A, ("on 2023-11", "is a story")),
        (actor, {"name": CHINA}, D, ("tells the wastewater", "tells the government of the United States started")),
        (actor, {"name": CHINA}, B, ("tells the United States had a part in poisoning",)),
    ],
    "Sockpuppets": [
        (actor, {"name": CHINA}, A, (
            "infographics and videos, and ask followers", "every political side", "is for engagement (may)",
            "is for intelligence gathering (may)")),
        (actor, {"name": CHINA}, B, ("poses as: voters in the United States",)),
        (actor, {"name": CHINA}, D, ("poses as: voters in the United States",)),
    ],
    "Nylon Typhoon": [
        (incident, {"actor": "nylon typhoon"}, A, tuple(
            f"{one} was harmed" for one in ("Portugal", "France", "Spain", "Italy", "United Kingdom"))),
    ],
    "Storm-0062": [
        (incident, {"actor": "Storm-0062"}, A, (
            "targets contractors of defence", "targets Aerospace", "targets Natural resources", "targets Military",
            "was unclear", "happened repeatedly")),
    ],
    "DPRK: nearly $50M": [
        (incident, {"actor": "North Korea"}, A, (
            "nearly $50 million", "$170 million", "hundreds of millions", "is part of thefts", "an Estonia-based")),
        (incident, {"actor": "North Korea"}, B, ("over $3 billion",)),
        (incident, {"name": "hundreds"}, A, tuple(
            ["hundreds of victims", *(f"{one} was harmed" for one in (
                "United States", "United Kingdom", "Denmark", "Ireland", "Germany"))])),
    ],
    "Forecasts: US, India": [
        (election, {"name": "General election in India 2024"}, A, ("will try to interfere (likely)",)),
        (election, {"name": "South Korea"}, A, ("will try to interfere (likely)",)),
        (election, {"name": "United States 2024"}, B, ("will try to interfere (likely)",)),
        (actor, {"name": CHINA}, A, ("create and amplify content made by artificial intelligence, at the least",)),
        (actor, {"name": CHINA}, C, ("on Taiwan: stays a first priority", "on United States: stays a first")),
    ],
    "Impact low now": [
        (actor, {"name": CHINA}, A, ("impact low", "effective in the future (could)")),
        (actor, {"name": CHINA}, B, ("impact low (scant evidence",)),
    ],
    "Storm-0558": [
        (incident, {"actor": "Antique Typhoon"}, C, (
            "since 2023-05", "about 25 victims", "espionage (likely)", "was blocked",
            "governments in Europe was harmed", "Government of the United States was harmed")),
    ],
    "230+ state-media staff": [
        (actor, {"name": "China Radio International"}, C, (
            "over 230 staff", "over 103 million followers, combined and not unique", "at least 40 languages",
            "poses as: independent influencers")),
    ],
    "Not observed: China combining": [
        (actor, {"name": CHINA}, C, ("not observed: threat actors of China uses combining intrusion",)),
        (actor, {"name": "threat actors of Iran"}, C, ("Iran uses combining intrusion",)),
        (actor, {"name": "threat actors of Russia"}, C, ("Russia uses combining intrusion",)),
    ],
    "DPRK: maritime": [
        (actor, {"name": NORTH_KOREA}, C, (
            "targets Maritime", "targets Shipbuilding", "targets Russia", "targets Government", "supports Russia")),
    ],
    "Semiannual series": [
        (actor, {"name": "Microsoft"}, C, ("reports on Russia", "reports on Iran", "coups in Africa", "on Ukraine")),
        (actor, {"name": "Microsoft's semi-annual reports on East Asia"}, C, ("twice a year",)),
        (actor, {"name": "MTAC's reports on the election of 2024 in the United States"}, E, (
            "fourth election report, September 2024 is number 4 of", "October 2024 is number 5 of")),
    ],
    "Taizi Flood: Barry Moore": [
        (election, {"name": "Alabama 2nd"}, E, ("posts about Barry Moore denigrates Barry Moore",)),
        (actor, {"name": "Taizi Flood"}, E, (
            "antisemitic", "at least 1 account", "real users took part", "amplifies Taizi Flood's posts",
            "roughly two dozen accounts", "since 2022", "since 2024-07", "grew faster", "supports the Democratic opp")),
    ],
    "Storm-1852": [
        (actor, {"name": "Yulong Flood"}, E, (
            "voters for Trump (most)", "against Trump (a handful)", "short video", "polls", "follow trains",
            "4 to 5 hours until its own edited video", "live", "some disappeared")),
    ],
    "ODNI: no Russia/China/Iran": [
        (actor, {"name": "Russia"}, E, ("not observed: Russia works with China", "not observed: Russia works with Ir")),
        (election, {"name": "United States 2024"}, E, (
            "foreign actors could not alter the outcome", "denies", "the vote was rigged targets")),
        (actor, {"name": "the vote was rigged"}, E, ("(almost certainly)",)),
        (actor, {"name": CHINA}, E, ("is not driven by preference for a party",)),
    ],
    "AI-made images": [
        (actor, {"name": CHINA}, C, (
            "generators of pictures by diffusion (most likely)", "drawings and collages", "remains to be seen")),
        (actor, {"name": "pictures made by artificial intelligence in operations of China, 2023"}, C, (
            "tells gun violence", "tells political figures and symbols")),
    ],
    "A Canadian report": [
        (actor, {"name": "a Canadian report on videos about dissidents"}, A, ("show it falsely", "cites a Canadian")),
    ],
    "US telecommunications breach": [
        (incident, {"name": "telecommunications"}, E, (
            "to China (alleged)", "Trump was harmed by a breach", "October 2024 (may)", "October 2024 (reportedly)")),
    ],
    "South China Sea governments": [
        (actor, {"name": CHINA}, C, (
            "targets governments and industries around", "for intelligence gathering", "uses malware used around",
            "competitive advantage", "targets Defense", "targets Critical infrastructure")),
    ],
    "DPRK supply-chain attacks": [
        (actor, {"name": NORTH_KOREA}, A, ("(poised to)",)),
        (actor, {"name": NORTH_KOREA}, D, ("operates attacks on supply chains", "went on")),
    ],
    '"another Pyongyang-linked group"': [
        (actor, {"name": "another group linked to Pyongyang"}, A, ("originates from North Korea",)),
        (incident, {"country": "Estonia"}, A, ("an Estonia-based cryptocurrency firm was harmed",)),
    ],
    "Narratives: drug use": [
        (actor, {"name": CHINA}, D, ("tells drug use", "tells migration", "tells racial tension")),
    ],
    'States "turning a blind eye"': [
        (actor, {"name": "China"}, A, ("looks away when groups that it does not direct act",)),
    ],
    "2020 as precedent": [
        (election, {"name": "United States 2020"}, E, ("claims of a rigged election spread by foreign actors",)),
    ],
    '"effectiveness" growing': [
        (actor, {"name": "influence operations linked to China"}, A, ("effectiveness and scope are growing", "low")),
        (actor, {"name": "influence operations linked to China"}, C, ("engage with it in earnest",)),
        (actor, {"name": "influence operations linked to China"}, B, ("scant evidence",)),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """A casebook that holds what the package knows, and the ids of the claims that stand in each format's export."""
    book = tmp_path_factory.mktemp("known") / "casebook.db"
    ready(book)
    told = going_out(book, Wanted(author="The heron desk"))
    return book, {form.name: form.render(told).decode() for form in FORMATS}


def rows(answer: Any) -> Iterator[dict[str, Any]]:
    """Every claim of an answer."""
    if isinstance(answer, dict):
        if {"claim", "says", "source"} <= set(answer):
            yield answer
        for part in answer.values():
            yield from rows(part)
    if isinstance(answer, list):
        for part in answer:
            yield from rows(part)


@pytest.mark.parametrize("fact", FACTS)
def test_it_is_shown_with_its_source_and_goes_out(known, fact):
    book, files = known
    for asked, words, title, told in FACTS[fact]:
        shown = [row for row in rows(asked(book, **words)) if row["source"].startswith(title)]
        for text in told:
            found = [row for row in shown if text in row["says"]]
            assert found, (words, title, text, [row["says"] for row in shown])
            for name in ("jsonl", "csv", "stix", "misp"):
                assert all(row["claim"] in files[name] for row in found), (name, text)


def test_what_was_said_by_others_within_a_text_is_theirs(known):
    book, _ = known
    said = {
        row["says"]: row["said_by"]
        for row in rows([actor(book, "China"), election(book, "United States 2024")])
    }
    assert said["not observed: China works with Iran"] == "Office of the Director of National Intelligence"
    assert {who for text, who in said.items() if "looks away" in text} == {
        "a former military intelligence officer asked by a broadcaster"
    }
    assert {who for text, who in said.items() if " denies " in text} == {
        "Embassy of China in the United States"
    }


def test_the_thefts_come_to_over_three_billion_and_no_more(known):
    book, _ = known
    answer = incident(book, actor="North Korea")
    assert answer["totals"]["all"]["sums"]["USD"]["says"] == "over $3 billion"
    inside = {one["name"]: one["inside"] for one in answer["incidents"] if "based in" in one["name"]}
    assert len(inside) == 2
    assert set(map(tuple, inside.values())) == {
        ("thefts of cryptocurrency by actors of North Korea told of in April 2024",)
    }


def test_wording_of_doubtful_texts_is_kept_as_a_note_on_them(known):
    book, _ = known
    labels = [one.label for one in starting().entities if one.kind == "document"]
    for title, words in ((B, "cybercriminal"), (D, "artificial"), (A, "13 January 2024"), (C, "interleaved")):
        (label,) = (one for one in labels if one.startswith(title))
        assert any(words in row["says"] for row in rows(actor(book, label))), (title, words)


@pytest.mark.skipif(not TABLE.exists(), reason="needs the table of ../shared/reference/facts.md")
def test_every_row_of_the_table_is_asked_for():
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("|")][2:]
    assert [line for line in lines if not any(line.startswith(f"| {fact}") for fact in FACTS)] == []
