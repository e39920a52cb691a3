"""Relations in sentences: names of one actor, where it comes from, whom it aims at, what is denied, who says it."""

from __future__ import annotations

import pytest

from floodwatch.knowledge.reading import mentions
from tests.growth import in_proportion
from tests.knowledge.test_sentences import of

SPIDER = "Scattered Spider"
TOPIC = "Sandworm is an old group. "


def aliases(text):
    found = mentions(of(text)).get("alias", ())
    told = [(m.text, m.fields["of"], m.fields["relation"], m.fields["polarity"]) for m in found]
    return {(*sorted(ends[:2]), *ends[2:]) if ends[2] in ("same", "overlaps") else ends for ends in told}


def same(*names):
    return {(*sorted((names[0], other)), "same", "asserted") for other in names[1:]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Formerly known as NOBELIUM, Midnight Blizzard sent lures.", same("Midnight Blizzard", "NOBELIUM")),
        ("Scattered Spider goes by many names: UNC3944 and Octo Tempest.", same(SPIDER, "UNC3944", "Octo Tempest")),
        ("Aliases of Scattered Spider include UNC3944 and Octo Tempest.", same(SPIDER, "UNC3944", "Octo Tempest")),
        ("UNC3944 is Mandiant's name for Scattered Spider.", same("UNC3944", "Scattered Spider")),
        ("Mandiant's name for Scattered Spider is UNC3944.", same("UNC3944", "Scattered Spider")),
        ("Scattered Spider hid. CrowdStrike refers to the group as Muddled Libra.", same(SPIDER, "Muddled Libra")),
        ("Scattered Spider hid. Others follow it under the name Muddled Libra.", same(SPIDER, "Muddled Libra")),
        ("Scattered Spider hid. The group is also tracked as Muddled Libra.", same(SPIDER, "Muddled Libra")),
        ("Storm-1516 and CopyCop are two names for one operation.", same("Storm-1516", "CopyCop")),
        ("APT29 is believed to be the same group as Cozy Bear.", same("APT29", "Cozy Bear")),
        ("APT29/Cozy Bear sent lures.", same("APT29", "Cozy Bear")),
        ("The hackers known as Cozy Bear or APT29 sent lures.", same("APT29", "Cozy Bear")),
        ("Turla, a name coined by Kaspersky, is the same as Snake.", same("Turla", "Snake")),
        ("The SVR, also known as Cozy Bear, sent lures.", same("SVR", "Cozy Bear")),
    ],
)  # fmt: skip
def test_other_names_are_read_however_they_are_given(text, found):
    assert aliases(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hive is gone. Royal rebranded as BlackSuit.", {("BlackSuit", "Royal", "successor", "asserted")}),
        ("BlackMatter is likely a rebranding of DarkSide.", {("BlackMatter", "DarkSide", "successor", "asserted")}),
        ("BlackMatter is DarkSide reborn.", {("BlackMatter", "DarkSide", "successor", "asserted")}),
        ("LockBit hit banks. It grew out of Conti.", {("LockBit", "Conti", "successor", "asserted")}),
        ("Conti split into Karakurt and Royal.",
         {("Karakurt", "Conti", "successor", "asserted"), ("Royal", "Conti", "successor", "asserted")}),
        ("BlueNoroff and Andariel are subgroups of Lazarus Group.",
         {(each, "Lazarus Group", "part_of", "asserted") for each in ("BlueNoroff", "Andariel")}),
        ("Lazarus Group robs banks. Andariel is a part of it.", {("Andariel", "Lazarus Group", "part_of", "asserted")}),
        ("Salt Typhoon partially overlaps with GhostEmperor and FamousSparrow.",
         {(each, "Salt Typhoon", "overlaps", "asserted") for each in ("GhostEmperor", "FamousSparrow")}),
        ("Mandiant tracks Turla as Snake. The two names overlap.", {("Snake", "Turla", "overlaps", "asserted")}),
        ("APT29 and APT28 are different teams.", {("APT28", "APT29", "same", "denied")}),
        ("APT29 and APT28 share a supplier, but they are not the same.", {("APT28", "APT29", "same", "denied")}),
        ("APT29 has nothing in common with APT28.", {("APT28", "APT29", "same", "denied")}),
    ],
)  # fmt: skip
def test_parts_successors_and_overlaps_are_told_apart(text, found):
    assert aliases(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "APT28, also known as Fancy Bear, and Sandworm sent lures.",
        "LockBit hired members of Conti.",
        "LockBit competes with Conti and REvil.",
        "Sandworm (Russia) and Lazarus Group (North Korea) robbed banks.",
        "Turla shares code with Sandworm.",
        "There is no link between APT29 and APT28.",
        "The groups known as Turla and Sandworm sent lures.",
        "Turla dropped a loader named Kazuar.",
        "Sandworm and Turla are the same age.",
        "Sandworm and Turla are different in age.",
        "Turla hit banks. A group that calls itself Gull Choir wrote to us.",
    ],
)
def test_names_beside_each_other_are_no_aliases(text):
    assert aliases(text) <= same("APT28", "Fancy Bear")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Marble Finch answers to Tehran. The actor Marble Finch is back.", ["Tehran"]),
        ("Russia's best-known group, Sandworm, is back.", ["Russia"]),
        ("Iran runs Marble Finch.", ["Iran"]),
        ("Marble Finch sits in Laos, according to Interpol. The actor Marble Finch is back.", ["Laos"]),
        ("We attribute Marble Finch with high confidence to Iran.", ["Iran"]),
        ("The people behind Marble Finch are in Ghana.", ["Ghana"]),
        ("Marble Finch targets Ukrainian networks in Poland.", []),
        ("Marble Finch praised the government of Iran.", []),
        ("Sandworm is old. Officials in Manila blamed China in April.", []),
        ("Sandworm is old. Newspapers pointed to Togo.", []),
        ("Japan accused Marble Finch of theft.", []),
    ],
)
def test_origins_are_said_of_an_actor(text, found):
    assert [m.text for m in mentions(of(text))["origin"]] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It sent lures about wages to employees of hospitals.", ["employees of hospitals"]),
        ("On Monday some 300 households were rung by a voice.", ["households"]),
        ("Files stolen from a clinic were sold.", ["clinic"]),
        ("The exchange Bitwave lost $4,000 in the theft.", ["Bitwave"]),
        ("The group enters the Ministry of Finance.", ["Ministry of Finance"]),
        ("Its posts praised a mine, and attacked a mayor.", ["mayor"]),
        ("The campaign was aimed at journalists.", ["journalists"]),
        ("The agency sent letters to customers.", []),
        ("The bank lost customers in March.", []),
        ("They were tricked by the weather.", []),
        ("The signature was copied from a notice.", []),
    ],
)
def test_targets_are_those_to_whom_something_is_done(text, found):
    assert [m.text for m in mentions(of(TOPIC + text))["target"]] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The ministry has denied the claim.", ["denied"]),
        ("She says that she never met them.", ["never"]),
        ("No passwords were taken.", ["No passwords"]),
        ("There is no such tax.", ["no such tax"]),
        ("We saw no effect on the vote.", ["no effect"]),
        ("The two are not the same group.", ["not the same"]),
        ("It was probably not a state.", ["not"]),
        ("Workers who were dismissed left.", []),
        ("(c) do not pay anybody.", []),
        ("They may not have been used.", []),
    ],
)
def test_negations_are_the_words_that_negate(text, found):
    assert [m.text for m in mentions(of(text))["negation"]] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mr. QUIST (Deputy Director): It is closed.", ["Mr. QUIST"]),
        ("Q (Reuters): Is it closed?", ["Q (Reuters)"]),
        ("Mandiant is almost certain that it was made by a machine.", ["Mandiant"]),
        ("It is almost certain that it was made by a machine.", []),
        ("He is confident of victory.", []),
        ("The site is back, Recorded Future wrote yesterday.", ["Recorded Future"]),
        ("London and Washington blame Moscow.", ["London", "Washington"]),
        ("The list is forged, as was said by the Ministry of Finance.", ["the Ministry of Finance"]),
        ("Moira Quist wrote the loader.", []),
    ],
)
def test_speakers_are_told_by_labels_and_by_being_sure(text, found):
    assert [m.text for m in mentions(of(text))["speaker"]] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It posted before the presidential and parliamentary election.", ["presidential and parliamentary election"]),
        ("The presidential election of 2022 in Kenya was calm, the midterm election of 2025 was not.",
         ["presidential election", "midterm election"]),
        ("It was offered before the presidential run-off.", ["presidential run-off"]),
        ("Kenyans may vote for a president.", []),
        ("Such wages may breach sanctions.", []),
        ("The press conference of Tuesday was long.", []),
    ],
)  # fmt: skip
def test_events_are_no_verbs_and_differ_by_sort_and_year(text, found):
    assert [m.text for m in mentions(of(text))["event"]] == found


def test_a_story_that_goes_round_is_one_with_a_colon_or_that():
    texts = (
        "A story went round in Fiji: the flour had been poisoned.",
        "Households were rung by a voice. It told them that a card was now compulsory.",
    )
    found = [[m.text for m in mentions(of(text))["narrative"]] for text in texts]
    assert found == [["the flour had been poisoned"], ["a card was now compulsory"]]
    assert not mentions(of("The minister went round: the door was open."))["narrative"]


@pytest.mark.parametrize(
    "text",
    [
        "Turla, also known as Snake, is the same as Uroburos, which ORG calls it and the group. ",
        "Sandworm is linked to the army of Russia, and it sent lures about wages to banks in Chad, Peru and Fiji. ",
        "It was not the same, nobody has said so, and no passwords of ours in Peru were taken. ",
    ],
)
def test_relations_cost_in_proportion(text):
    def work(times):
        return mentions(of(text.strip(". ") * times + "."))

    assert in_proportion(work, 20)
