import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.knowledge.reading import mentions
from floodwatch.knowledge.reading.aliases import ALIASES
from floodwatch.knowledge.reading.countries import COUNTRIES
from floodwatch.knowledge.reading.events import EVENTS
from floodwatch.knowledge.reading.names import NAMES
from floodwatch.knowledge.reading.narratives import NARRATIVES
from floodwatch.knowledge.reading.origins import ORIGINS
from floodwatch.knowledge.reading.people import PEOPLE
from floodwatch.knowledge.reading.platforms import PLATFORMS
from floodwatch.knowledge.reading.speakers import SPEAKERS
from floodwatch.knowledge.reading.targets import TARGETS
from floodwatch.knowledge.reading.unnamed import UNNAMED
from floodwatch.model.documents import Block, Document
from tests.growth import in_proportion

OURS = (
    NAMES, COUNTRIES, PEOPLE, PLATFORMS, SPEAKERS, ALIASES, ORIGINS, TARGETS, EVENTS, NARRATIVES, UNNAMED,
)  # fmt: skip


def of(*texts, publisher=""):
    blocks, start = [], 0
    for text in texts:
        blocks.append(Block(start, start + len(text), "paragraph"))
        start += len(text) + 1
    return Document(
        sha256="0" * 64, form="text", text="\n".join(texts), blocks=tuple(blocks), publisher=publisher
    )


def test_a_dash_between_two_states_is_no_name():
    assert names("Both want stable China-U.S. ties.") == []


def read(*texts, **about):
    return mentions(of(*texts, **about), OURS)


def names(*texts, **about):
    return [(m.text, m.fields["class"]) for m in read(*texts, **about)["name"]]


def told(kind, *texts):
    return [(m.text, dict(m.fields)) for m in read(*texts)[kind]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Marble Finch is a group of hackers.", [("Marble Finch", "actor")]),
        ("Marble Finch, a group of accounts, wrote posts.", [("Marble Finch", "campaign")]),
        ("The backdoor, named GLASSJAW, is new.", [("GLASSJAW", "tool")]),
        ("Analysts track Storm-1376 and UNC1151.", [("Storm-1376", "actor"), ("UNC1151", "actor")]),
        ("Northlight, a security firm, agreed.", [("Northlight", "organisation")]),
        ("The Central Bank of Kenya denied losses.", [("Central Bank of Kenya", "organisation")]),
        ("Reports name Volt Typhoon and Fancy Bear.", [("Volt Typhoon", "actor"), ("Fancy Bear", "actor")]),
        ("The firm Orion Labs saw T1566.001 and svchost.exe.", [("Orion Labs", "organisation")]),
    ],
)
def test_a_name_gets_its_class_from_its_letters_or_from_what_stands_around_it(text, found):
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Officials in Bergen met on Monday. Sabotage is possible.",
        "Rain fell in Georgia. Turnout was low.",
        "KRW 61 billion was lost, and $118.4M more.",
        "Our users agree to the Terms of Service.",
    ],
)
def test_words_with_a_capital_that_are_no_names_are_left_out(text):
    assert names(text) == []


def test_a_name_once_decided_is_found_everywhere():
    found = names(
        "QUARTZ HERON AGAINST TOWNS AND CITIES",
        "Quartz Heron is a ransomware gang.",
        "Quartz Heron took files.",
    )
    assert found == [("QUARTZ HERON", "actor"), ("Quartz Heron", "actor"), ("Quartz Heron", "actor")]


def test_a_short_form_is_of_the_class_of_the_long_one():
    text = ("Meridian Trust Lab published it.", "We asked Meridian again.")
    assert names(*text)[-1] == ("Meridian", "organisation")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("US voters and American media", [("US", "noun"), ("American", "adjective")]),
        ("A Russia-linked group", [("Russia", "noun")]),
        ("pro-Russian posts in Russian", [("Russian", "adjective")]),
        ("Moscow denied it.", [("Moscow", "metonym")]),
        ("He lives in Moscow.", []),
        ("It cost 3 million Swiss francs.", []),
        ("New Mexico and the South China Sea", []),
        ("Voters in Georgia, in Fulton county, in Atlanta", []),
        ("Tbilisi said that Georgia voted.", [("Tbilisi", "metonym"), ("Georgia", "noun")]),
        ("The Bank of Estonia", []),
        ("The Iranian Ministry of Energy", [("Iranian", "adjective")]),
    ],
)
def test_states_are_told_from_languages_cities_and_names(text, found):
    assert [(m.text, m.fields["form"]) for m in read(text)["country"]] == found


def test_people_carry_their_office_and_their_surname_goes_on():
    found = told("person", "Petter Hove, candidate for mayor of Bergen, spoke. Hove said no.")
    assert found == [
        ("Petter Hove", {"office": "candidate for mayor of Bergen"}),
        ("Hove", {"who": "Petter Hove"}),
    ]


def test_a_district_is_told_from_the_office():
    found = told("person", "Judith Amery, Member of Parliament for Ely East, asked.")
    assert found == [("Judith Amery", {"office": "Member of Parliament", "district": "Ely East"})]


def test_platforms_of_one_letter_need_words_around_them():
    text = "Accounts on X and Threads wrote. X removed them. Line X of the table."
    assert [m.text for m in read(text)["platform"]] == ["X", "Threads", "X"]


def test_speakers_have_a_role():
    found = told("speaker", "Sheriff Lena Ortiz said no. A spokeswoman for Northwind Bank denied it.")
    assert [(text, fields["role"]) for text, fields in found] == [
        ("Sheriff Lena Ortiz", "official"),
        ("A spokeswoman for Northwind Bank", "official"),
    ]


@pytest.mark.parametrize(
    "text", ["Posts said that it rained.", "Microsoft calls it Storm-1376.", "It froze."]
)
def test_who_only_names_or_is_a_post_is_no_speaker(text):
    assert told("speaker", text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Marble Finch, also known as UNC77, hit banks.", ("UNC77", "Marble Finch", "same", "asserted")),
        ("Sandworm is not Turla.", ("Turla", "Sandworm", "same", "denied")),
        ("APT42 overlaps with Charming Kitten.", ("Charming Kitten", "APT42", "overlaps", "asserted")),
        ("Andariel is part of Lazarus Group.", ("Andariel", "Lazarus Group", "part_of", "asserted")),
        ("BlackMatter is a successor of REvil.", ("BlackMatter", "REvil", "successor", "asserted")),
    ],
)
def test_aliases_say_how_two_names_relate(text, found):
    ((name, fields),) = told("alias", text)
    assert (name, fields["of"], fields["relation"], fields["polarity"]) == found
    assert text[fields["of_start"] : fields["of_end"]] == fields["of"]


def test_who_uses_an_alias_is_kept():
    ((_, fields),) = told("alias", "Marble Finch, which Mandiant calls UNC77, hit banks.")
    assert fields["by"] == "Mandiant"


def test_origin_is_said_of_the_first_name_and_may_be_denied():
    found = told("origin", "Marble Finch (also UNC77) is run from Iran. We found no link to the GRU.")
    assert [(text, f["of"], f["relation"], f["polarity"]) for text, f in found] == [
        ("Iran", "Marble Finch", "origin", "asserted"),
        ("GRU", "Marble Finch", "sponsor", "denied"),
    ]


def test_an_unnamed_firm_is_a_victim_where_something_was_taken_from_it():
    found = told("unnamed", "Hackers stole $50 million from an Estonia-based firm.")
    assert found == [("an Estonia-based firm", {"class": "victim", "country": "EST"})]


@pytest.mark.parametrize("reader", OURS, ids=lambda reader: reader.name)
def test_every_example_holds(reader):
    for example in reader.examples():
        found = mentions(of(example.text), OURS)
        texts = [m.text for kind in reader.makes for m in found[kind]]
        assert texts == list(example.found), example.text


PIECES = [
    "Marble Finch", "the", "US", "Georgia", "said", "that", "is", "not", ",", ".", "(", ")", ":", "“",
    "”", "-", "’s", "of", "and", "Mr.", "Prime Minister", "aka", "Ministry of", "X", "on", "Mandiant",
    "calls it", "a firm in", "targets", "UNC77", "3", "é", "\n", "中", "posts", "claimed", "election",
    "for", "@a", "T1566", "NATO", "J.D.", "election in", "Li Na", "&", "which", "with", "\u200d", "İ",
    "ß",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=40), st.booleans())
def test_any_text_is_read_and_every_place_is_in_it(pieces, glued):
    text = ("" if glued else " ").join(pieces)
    found = mentions(of(text), OURS)
    for kind, ours in found.items():
        for one in ours:
            assert 0 <= one.start < one.end <= len(text), kind
            if kind != "rebuttal":
                assert one.text == text[one.start : one.end], kind


GROWING = [
    "Alpha Bravo ", "a", "A", "of the ", "and says ", "calls it ", "X1, ", "China ", "“", "(", "J.",
    "Ministry of ", "-A", "Mr. ", "said that ", "Georgia ", "Alpha X{} is a group. ",
    "Alpha X{} said no. It was run from Iran. ", "election in Kenya. ",
]  # fmt: skip


@pytest.mark.parametrize("piece", GROWING)
def test_time_grows_with_the_length_only(piece):
    assert in_proportion(lambda number: read("".join(piece.format(n) for n in range(number))), 500)
