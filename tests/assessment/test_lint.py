"""The linter: each rule on its examples, what is never the author's, and a whole report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.assessment.lint import RULES, lint
from floodwatch.assessment.lint.known import Shared, retellings
from floodwatch.assessment.lint.quoted import BLANK, own
from floodwatch.centre.verbs_checked import ESTIMATES
from floodwatch.model.documents import Block, Document
from floodwatch.sources.documents import read
from floodwatch.sources.documents.apart import set_apart
from floodwatch.sources.documents.base import Given
from floodwatch.vocabulary.estimates import likelihoods
from tests.growth import in_proportion

GOLDEN = Path(__file__).parent / "linting"
EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples()]


def found(text, rule="", vocabulary="icd_203"):
    given = Given(text.encode(), "a.md")
    document = read(given.data, given.name).document
    remarks = lint(document, vocabulary, set_apart(document, given))
    return [one.words for one in remarks if rule in ("", one.rule)]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{r.name}: {e.text[:40]}" for r, e in EXAMPLES])
def test_a_rule_finds_what_its_examples_say(rule, example):
    assert tuple(found(example.text, rule.name)) == example.words


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_says_why_and_what_to_write_and_has_both_kinds_of_examples(rule):
    assert rule.description.endswith(".")
    assert rule.why.endswith(".")
    assert rule.remedy.endswith(".")
    assert {bool(example.words) for example in rule.examples()} == {True, False}


@pytest.mark.parametrize(
    "text",
    [
        'He wrote: "It may be bots, and nobody may know."',
        "He wrote: “It may be bots.”",
        "Er schrieb: „It may be bots.“",
        "Elle écrit : « It may be bots. »",
        "He wrote: ‘It may be bots, and that's possibly all.’",
        "> It may be bots.\n>\n> They swayed the vote.",
        "```\nmay_be(bots) # possibly\n```",
        "The word `may` and the page https://a.example/it-may-be-bots are named here.",
        "Users may not sell; a member may leave. In May, on 3 May and from May to June it rained.",
        "Theresa May and May Day came first.",
        "She could swim as a child. It could not be opened.",
        "Its might was shown. Is it possible that they may come?",
        "Mandiant said that it may be one team, and that the list could be old.",
        "The minister suggested a walk; the film appeared on Monday.",
    ],
)
def test_what_is_no_hedge_of_the_author_is_left_alone(text):
    assert found(text, "outside_vocabulary") == []
    assert found(text, "bots") == []


def test_a_hedge_outside_a_quotation_is_found_beside_one():
    assert found('"It may rain," he said. It may be one team.', "outside_vocabulary") == ["may"]


def test_headings_captions_and_texts_of_pictures_are_read():
    text = "# It may be one team\n\n![The posts swayed the vote](a.png)\n\n|Bots did it|\n|-|\n|x|\n"
    assert found(text) == ["may", "swayed the vote", "Bots"]


def test_another_vocabulary_has_other_words():
    assert found("It is probable.", "outside_vocabulary", "kent") == []
    assert found("It is likely.", "outside_vocabulary", "kent") == ["likely"]
    assert found("It is likely. It is unlikely.", "", "icd_203") == []


def test_a_source_and_a_date_are_kept_in_mind_within_a_section():
    told = "## Counts\n\nOn 3 May 2024 Meta listed the pages.\n\nThere are 310 accounts.\n\n"
    assert found(told, "bare_figure") == []
    assert found(f"{told}## Others\n\nThere are 420 accounts.", "bare_figure") == ["420 accounts"]


def test_a_table_wants_its_source_and_date_once():
    rows = "".join(f"| name {n} | {n + 20} accounts |\n" for n in range(9))
    assert found(f"| a | b |\n|---|---|\n{rows}", "bare_figure") == ["20 accounts"]
    assert found(f"| a | b |\n|---|---|\n{rows}\nSource: own count, 3 May 2024.", "bare_figure") == []


def test_where_two_rules_speak_of_the_same_words_one_is_heard():
    remarks = lint(read(b"It reached 4,200 people.", "a.md").document)
    assert [one.rule for one in remarks] == ["summed_reach"]


def test_claims_rest_on_one_source_where_all_who_make_them_retell_one():
    claims = [
        Shared(3, 9, "words", frozenset({"a", "b", "c"})),
        Shared(20, 25, "other", frozenset({"a", "d"})),
    ]
    retells = {"a": ["origin"], "b": ["origin"], "c": ["a"]}
    (one,) = retellings(claims, retells, {"a": "First"})
    assert (one.rule, one.start, one.words) == ("one_source", 3, "words")
    assert (
        one.why == "3 documents make this claim (First, b, c), and by the casebook they retell one another."
    )
    assert retellings(claims, {"a": ["origin"], "b": ["origin"]}, {}) == ()


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.md")), ids=lambda path: path.stem)
def test_a_whole_report_has_the_findings_that_were_looked_at(path):
    document = read(path.read_bytes(), path.name).document
    given = Given(path.read_bytes(), path.name)
    lines = [f"{one.rule}: {one.words}" for one in lint(document, apart=set_apart(document, given))]
    assert "\n".join(lines) + "\n" == path.with_suffix(".txt").read_text("utf-8")


@given(st.text(max_size=400))
def test_quotations_are_blanked_out_and_places_stay(text):
    blank = own(text)
    assert len(blank) == len(text)
    assert all(now in (before, BLANK) for now, before in zip(blank, text, strict=True))


PIECES = st.sampled_from(
    [
        "It may",
        " ",
        "“",
        "”",
        '"',
        "'",
        "said",
        "Iran",
        "runs",
        "3,400 accounts",
        ".",
        "\n",
        "linked to",
        "A",
        "%",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_is_checked_and_every_finding_stands_in_it(text):
    whole = Document(sha256="0" * 64, form="text", text=text, blocks=(Block(0, len(text), "paragraph"),))
    for one in lint(whole):
        assert text[one.start : one.end] == one.words
        assert one.words.strip()


@pytest.mark.parametrize(
    "piece",
    [
        "It may be that 3,400 accounts are linked to Iran. ",
        "“",
        '"a',
        "'b ",
        "China's A",
        "AAAA",
        "a_",
        "a@",
        "a-",
        "1,",
        "is was ",
    ],
)
def test_the_cost_grows_with_the_text_and_not_with_its_square(piece):
    def work(size):
        text = piece * size
        return lint(
            Document(sha256="0" * 64, form="text", text=text, blocks=(Block(0, len(text), "paragraph"),))
        )

    assert in_proportion(work, 100)


@pytest.mark.parametrize(
    "text",
    [
        "Nothing could be tested. These are all pairs that could have been found, as far as the test could see.",
        "It seems unlikely. We think it likely that it returns.",
        "# What it may have cost\n\nThe sums are in the annex.",
        "The defendants are presumed innocent. Chances are judged by people.",
        "\n\n".join(
            f"{name}: It may be bots, I suppose." for name in ("MS ODUYA", "CHAIR", "MS ODUYA", "CHAIR")
        ),
        "The report highlights groups that may return. Myth Hunters, who follow them, disagrees: it may be old.",
        "Le groupe pourrait revenir dans les prochaines semaines, et il publie sur trois réseaux depuis le printemps.",
    ],
)
def test_what_is_possible_reported_spoken_or_foreign_is_no_hedge(text):
    assert found(text, "outside_vocabulary") == []


@pytest.mark.parametrize(
    "text",
    [
        "# Report of May 2024\n\nMeta counts accounts.\n\n## More\n\nAccording to Meta there are 3,400 accounts.",
        "They saw Office 365 tenants, and the office at Rue Neuve 9, 1000 Brussels were named.",
        "We removed accounts of the time from May 2024 to June 2024."
        + " They wrote posts." * 12
        + "\n\n## More\n\nThere were 3,400 accounts.",
        "The limit holds false links at 5%. On 23 October is a vote.",
        "The National Police, which counted 34 cases in 2024, told it.",
    ],
)
def test_figures_that_are_told_or_are_none_want_nothing(text):
    assert found(text, "bare_figure") == []


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("They use mail with malicious links to many people.", "unsaid_link", []),
        ("The group targeted people associated with Ukraine.", "unsaid_link", []),
        ("The group is associated with Ukraine.", "unsaid_link", ["associated with"]),
        ("It is a state-owned bank. Palau's ties with Taiwan are old.", "unsaid_link", []),
        ("Kaspersky were able to trace the implant.", "effect", []),
        ("It is highly improbable that it changed the outcome.", "effect", []),
        ("The clips managed to sway voters.", "effect", ["managed to sway"]),
        ("It said that Haidara was paid by France.", "attribution_as_fact", []),
        ("The authority closed its case: it had found no proof of intent.", "no_evidence", []),
        ("We had found no proof of intent.", "no_evidence", ["found no proof"]),
        ("Declared bots say what they are; a declared bot too.", "bots", []),
    ],
)
def test_ties_effects_and_absences_are_those_of_the_author_about_somebody(text, rule, words):
    assert [one.removesuffix(" of") for one in found(text, rule)] == words


@pytest.mark.parametrize(
    ("vocabulary", "word", "nearest"),
    [
        ("icd_203", "even chance", "Write: roughly even chance,"), ("kent", "very likely", "Write: almost certain,"),
        ("nato", "probable", "Write: likely,"),
    ],
)  # fmt: skip
def test_a_word_of_another_vocabulary_is_named_with_the_nearest_of_the_chosen_one(vocabulary, word, nearest):
    (one,) = lint(read(f"That is an {word}.".encode(), "a.md").document, vocabulary)
    assert one.why.startswith("It is a word of ")
    assert one.remedy.startswith(nearest)


def test_french_is_read_by_french_words_and_other_languages_not_at_all():
    text = (
        "Il est très probable que le groupe revienne. Il pourrait changer de nom. "
        "Selon Viginum, il pourrait partir. C'est peu probable, avec un degré de confiance élevé."
    )
    document = replace(read(text.encode(), "a.md").document, language="fr")
    assert [one.words for one in lint(document, "french")] == ["pourrait", "degré de confiance élevé"]
    assert lint(document, "icd_203")[0].why.startswith("It is a word of vocabulaire français (87% to 99%)")
    assert lint(replace(document, language="de"), "icd_203") == ()


def test_every_vocabulary_of_likelihood_can_be_asked_for():
    assert sorted(ESTIMATES) == sorted(likelihoods())
