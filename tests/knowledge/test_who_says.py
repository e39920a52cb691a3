"""Who says it, what is not so, who did it and to whom, in sentences of many forms; all names are invented."""

from __future__ import annotations

import pytest

from floodwatch.knowledge.reading import mentions
from tests.growth import in_proportion
from tests.knowledge.test_readers import document


def read(kind, text):
    return [m.text for m in mentions(document(text))[kind]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A shift manager in Larvik said the doors had been open.", ["A shift manager in Larvik"]),
        (
            "Two people familiar with the matter said it began in May.",
            ["Two people familiar with the matter"],
        ),
        ("The insurer, Nordlys Mutual, estimates the loss at $2m.", ["The insurer, Nordlys Mutual"]),
        ("The mayor of Tarvik, Inga Holm, told us that it was a prank.", ["The mayor of Tarvik, Inga Holm"]),
        ("It was a prank, complained Inga Holm, the mayor.", ["Inga Holm"]),
        ("Dr Inga Holm of the University of Tarvik argues that it failed.", ["Dr Inga Holm"]),
        ("The link, asserted by the Tarvik Herald, is weak.", ["the Tarvik Herald"]),
        (
            "According to the minister for ports, Inga Holm, nobody paid.",
            ["the minister for ports, Inga Holm"],
        ),
        ("The FBI, CISA and Europol said the site was theirs.", ["The FBI", "CISA", "Europol"]),
        ("Tin Heron is a group that Danish officials say is small.", ["Danish officials"]),
        ("Two former clerks recalled the night.", ["Two former clerks"]),
        ("Q12 Chair: When did it begin?", ["Chair"]),
        ("Power is safe -company", ["company"]),
        ("Articles aimed at readers in Germany, France and Italy claimed that bread was banned.", []),
        ("The police have not told us whether it is true.", []),
        ("Were you assured of that?", []),
    ],
)
def test_who_says_it(text, found):
    assert read("speaker", text) == found


def test_a_pronoun_means_the_last_person_and_not_the_last_body():
    text = "Inga Holm, a teacher, said it was loud. The ministry said it was not. She added that it hurt."
    last = mentions(document(text))["speaker"][-1]
    assert (last.text, last.fields["who"]) == ("She", "Inga Holm")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The clinic will not pay the sum.", ["will not pay"]),
        ("The bank did not lose files.", ["did not lose"]),
        ("Proofs, however, are so far lacking.", ["lacking"]),
        ("There is not a shred of evidence for it.", ["not a shred of evidence"]),
        ("Nor is there any proof that a state paid.", ["Nor is there any proof"]),
        ("The group has 40 members, not 400 as first printed.", ["not"]),
        ('The consul described the report as "pure invention".', ["pure invention"]),
        ("Officials said that no ballot was lost.", ["no ballot"]),
        ("He knew nothing of the accounts.", ["knew nothing"]),
        ("The scan shows no vessel near the pier.", ["no vessel"]),
        ("The pair should not be confused with Tin Heron.", ["should not be confused with"]),
        ("Officials have found no connection between the messages.", ["have found no connection"]),
        ("Please do not forward this mail. You shall not upload files.", []),
        ("No fewer than nine sites fell, and no more than ten.", []),
        ("The ministry did not name a culprit and had no comment.", []),
    ],
)
def test_what_is_not_so(text, found):
    assert read("negation", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tin Heron is an Iranian state-sponsored actor.", ["Iranian"]),
        ("Tin Heron is linked to Russia's GRU.", ["Russia", "GRU"]),
        ("Tin Heron is affiliated with the Belarusian KGB.", ["Belarusian", "KGB"]),
        ("The network, which we call Tin Heron, was run by Bluegate Strategies.", ["Bluegate Strategies"]),
        ("Tin Heron was active. Its operators were probably in the Philippines.", ["Philippines"]),
        ("Tin Heron shares links to Russian websites.", []),
        ("Tin Heron wrote of the name of a Belgian.", []),
    ],
)
def test_from_where_an_actor_comes(text, found):
    assert read("origin", text) == found


def test_a_link_that_is_ruled_out_is_denied():
    text = "Tin Heron is a group. A link to Albania, which the press had mentioned, has been ruled out."
    assert [m.fields["polarity"] for m in mentions(document(text))["origin"]] == ["denied"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Tin Heron targeted banks, energy companies and hospitals in Kenya.",
            ["banks", "energy companies", "hospitals in Kenya"],
        ),
        ("Tin Heron went after ministries of finance.", ["ministries of finance"]),
        ("Tin Heron broke into the networks of Norvik Bank.", ["Norvik Bank"]),
        (
            "Norvik Bank and Corvane Bank were among the victims of Tin Heron.",
            ["Norvik Bank", "Corvane Bank"],
        ),
        ("A retired dentist in Odense lost $48,000.", ["retired dentist in Odense"]),
        ("An operator in Odense lost contact with a cable.", []),
        ("Tin Heron reads stolen letters.", []),
    ],
)
def test_at_whom_it_was_aimed(text, found):
    assert read("target", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tin Heron was paid by a trading house registered in Malta.", []),
        ("The site is run by a marketing agency based in Dubai.", ["a marketing agency based in Dubai"]),
        ("A senator's aide from Nevada lost mails.", ["A senator's aide from Nevada"]),
        ("A shop on Telegram sells voices.", ["A shop on Telegram"]),
        ("We watch a crew that we call Tin Heron.", []),
        ("A foreign service cannot be excluded.", ["A foreign service"]),
        ("It was only a school exercise.", []),
    ],
)
def test_who_is_introduced_without_a_name(text, found):
    assert read("unnamed", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Posts claimed that the dam had burst. They will open at noon.", ["They will open at noon"]),
        ("Posts claimed that the dam had burst. This is untrue: the dam is dry.", ["the dam is dry"]),
        ("Posts claimed that the dam had burst. In fact, the dam is dry.", ["the dam is dry"]),
        (
            "Posts claimed that the dam had burst. The dam is quite dry, the town answered.",
            ["The dam is quite dry"],
        ),
        ("Posts claimed that the dam had burst. They were shared by 40 accounts.", []),
    ],
)
def test_what_is_held_against_a_story(text, found):
    assert read("rebuttal", text) == found


def test_what_a_vote_is_on_and_what_a_country_does():
    assert read("event", "Slovenia held a referendum on the waste plant.") == [
        "referendum on the waste plant"
    ]
    assert read("event", "Greece votes in a parliamentary election on Sunday.") == ["parliamentary election"]


@pytest.mark.parametrize(
    "piece",
    [
        "According to the head of the lab, A, and B, ",
        "no evidence that no link was not said not 3, not ",
        "Tin Heron hit banks, firms and towns in Kenya, ",
        "Posts claimed that it burst. It was not so: in fact, ",
        "a senator's aide of a bank in a town from ",
    ],
)
def test_reading_costs_in_proportion_to_the_length(piece):
    assert in_proportion(lambda size: mentions(document(piece * (size // len(piece)))), 8_000)
