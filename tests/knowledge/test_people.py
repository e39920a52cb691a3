"""People: labels, citations, given names alone, East Asian names; what stands in for a name is none."""

import pytest

from floodwatch.knowledge.reading import mentions
from tests.growth import in_proportion
from tests.knowledge.test_cast import names, of, read


def people(*texts):
    return [m.text for m in read(*texts)["person"]]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (
            ("HOST (RHODA VENN): Good evening.", "VENN: With me is Professor Sunil Barua.", "BARUA: Hello."),
            ["RHODA VENN", "VENN", "Sunil Barua", "BARUA"],
        ),
        (("Dr Moira Quist came. Would you try, Moira?",), ["Moira Quist", "Moira"]),
        (("Paid posts are known in Peru (Barua, 2021) and Chad (Otieno and Quist, 2019; Venn et al., 2020).",),
         ["Barua", "Otieno", "Quist", "Venn"]),
        (("As Quist and Barua (2020) argued, it is old.",), ["Quist", "Barua"]),
        (("A guard, who asked to be called Peter, left.",), ["Peter"]),
        (("The designer gave her name only as Jovana.",), ["Jovana"]),
        (("A listener, Bob from Leeds, asks whether it ended.",), ["Bob"]),
        (('"We will appeal," said Han Ji-won.',), ["Han Ji-won"]),
        (("The court charged Park Jin Hyok on Monday.",), ["Park Jin Hyok"]),
        (("President Surangel Whipps Jr. won. Whipps thanked them.",), ["Surangel Whipps Jr.", "Whipps"]),
    ],
)  # fmt: skip
def test_a_person_is_told_by_label_citation_or_given_name(texts, found):
    assert people(*texts) == found


@pytest.mark.parametrize(
    "text",
    [
        "NOTE: the server was moved.",
        "The Hong Kong-based firm paid.",
        "Loans rose (Table, 2021) in Peru.",
        "It saw pages in Lima, Quito and Cusco (Peru, 2021).",
        "Microsoft and Google described the group.",
        "Under 18 U.S.C. 371 that is a crime.",
        "The firm asked to be called by noon.",
    ],
)
def test_what_looks_like_a_person_is_none(text):
    assert people(text) == []


def test_a_given_name_alone_has_the_full_name_where_one_person_bears_it():
    one = read("Mr Sunil Barua spoke. Thank you, Sunil.")["person"]
    assert one[-1].fields["who"] == "Sunil Barua"
    two = read("Mr Sunil Barua and Mr Sunil Quist spoke. Thank you, Sunil.")["person"]
    assert all("who" not in m.fields for m in two if m.text == "Sunil")


@pytest.mark.parametrize(
    "text",
    [
        "They encrypted the computers of Victim-1 and Company-2.",
        "The fee is Rp131 billion, or Rs500 each.",
        "The case is No. 1:25-CR-0148.",
        "New is a loader, and worse is to come.",
        "Network B: origin unknown.",
    ],
)
def test_numbers_and_stand_ins_are_no_names(text):
    assert [name for name, _ in names(text) if name != "Network B"] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The letter has the seal of the Commission.", ["Commission"]),
        ("The Grand Jury charges that it was sold.", ["Grand Jury"]),
        ("The Danube Courier wrote so. He told the Courier that he knew.", ["Danube Courier", "Courier"]),
        ("The seal of the commission was copied.", []),
    ],
)
def test_a_kind_of_body_with_a_capital_is_a_name(text, found):
    assert [name for name, _ in names(text)] == found


def test_citations_and_labels_cost_in_proportion_to_the_text():
    def go(length):
        mentions(of(*["BARUA: As said (Venn, Quist and Otieno, 2021; see Li, 2020), it grew."] * length))

    assert in_proportion(go, 100)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Ministry of Trade and Linguistics agreed.", ["Ministry of Trade and Linguistics"]),
        ("The Ministry of Energy and Microsoft agreed.", ["Ministry of Energy", "Microsoft"]),
        ("It went to the State Cyber and Mining Agency.", ["State Cyber and Mining Agency"]),
        ("The Ministry of Public Order of Peru and Europol helped.", ["Ministry of Public Order of Peru", "Europol"]),
        ("The Directorate General of Fisheries moved.", ["Directorate General of Fisheries"]),
        ("He asked the General Elections Commission.", ["General Elections Commission"]),
        ("General Anders Holm spoke.", []),
        ("He came from Police Scotland.", ["Police Scotland"]),
        ("Police in Scotland came.", []),
        ("Our insurer, If, paid in May.", ["If"]),
        ("Our insurer, if asked, paid in May.", []),
        ("It ran through an account at Quillpay.", ["Quillpay"]),
        ("She lives at Quillham.", []),
        ("He told the Courier that he knew.", ["Courier"]),
        ("The wallet maker Vault{Pass} fell.", ["Vault{Pass}"]),
        ("Tuvalu has one and Solomon Islands a dozen.", []),
    ],
)  # fmt: skip
def test_bodies_are_read_whole_and_only_where_they_are_bodies(text, found):
    assert [name for name, _ in names(text)] == found


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("The lab speaks of Pale Tide.",), [("Pale Tide", "actor")]),
        (("The firm speaks of Lake Geneva.",), []),
        (
            ("The campaign ran in May. Meta calls it Pale Tide. The network and a second campaign ended.",),
            [("Meta", "organisation"), ("Pale Tide", "campaign")],
        ),
        (
            ("The gang struck in May. Meta calls it Pale Tide. The group and a second crew left.",),
            [("Meta", "organisation"), ("Pale Tide", "actor")],
        ),
        (("A group that called itself Marble Court broke in.",), [("Marble Court", "actor")]),
        (("The cloning was done with VoxFork.",), [("VoxFork", "tool")]),
        (("Scans for RustGate 6.2 rose.",), [("RustGate", "tool")]),
        (("The back door Moonfall is new.",), [("Moonfall", "tool")]),
    ],
)
def test_the_nouns_of_a_text_say_the_class(texts, found):
    assert names(*texts) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The court named Kim Do-yun and Hwang Jun Seo.", ["Kim Do-yun", "Hwang Jun Seo"]),
        ("Basia, my colleague, opened it.", ["Basia"]),
        ("Orion, our tool, opened it.", []),
        ("Okafor and Sole argue that it is old.", ["Okafor", "Sole"]),
        ("Google and Meta argue that it is old.", []),
        ('"It is bad," says Losana Tuiq of the Fiji Media Association.', ["Losana Tuiq"]),
        ("It was before the Philippine Midterm Election.", []),
    ],
)
def test_names_of_people_by_grammar(text, found):
    assert people(text) == found


def test_sums_with_a_mark_glued_to_the_number_are_money():
    assert [m.text for m in mentions(of("The fee is Rp131 billion, or Rs500 each."))["money"]] == [
        "Rp131 billion",
        "Rs500",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "In a second campaign, Green Lantern Choir, sites copied banks.",
            [("Green Lantern Choir", "campaign")],
        ),
        ("In a second campaign, sites copied banks.", []),
        ("THE COURT: It was late.", []),
        ("He wrote to a woman whom he knew as Lisa.", []),
    ],
)
def test_names_set_off_by_commas_and_labels_that_are_none(text, found):
    assert names(text) == found
