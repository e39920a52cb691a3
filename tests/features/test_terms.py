"""Terms of the lists of harm: rules of each entry, guards in several scripts, masking, and what never counts."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.features.post_terms import POST_TERMS
from floodwatch.tools.terms import MARKS, STATE, blurred, book, found, masked
from floodwatch.vocabulary.load import listing, load
from tests.personas.table import engine, rows, run

FILES = [load(name) for name in listing("harm")]
ENTRIES = [(file, entry) for file in FILES for entry in file.get("entries", ())]
CATEGORIES = {
    "antisemitism", "anti_muslim", "anti_black", "anti_roma", "anti_migrant", "anti_lgbt", "misogyny", "of_target",
    "state",
}  # fmt: skip
ALONE = [(e["id"], p) for _, e in ENTRIES if not e.get("needs") for ps in e["terms"].values() for p in ps]
GROUPS = next(f["groups"] for f in FILES if "state" in f.get("groups", {}))


def labels(text: str) -> set[tuple[str, str, str]]:
    return {(h.category, h.label, h.mark) for h in found(text)}


def test_every_entry_says_what_it_is_and_where_it_comes_from():
    sources = load("harm/README.yaml")["sources"]
    ids = [entry["id"] for _, entry in ENTRIES]
    assert len(ids) == len(set(ids))
    for file, entry in ENTRIES:
        assert entry.get("category", file.get("category")) in CATEGORIES
        assert entry["label"] in ("people", "state") and entry["terms"]
        assert entry["source"] and set(entry["source"]) <= set(sources)
        needs = file["groups_needed"] if entry.get("needs") == "of_target" else entry.get("needs", [])
        assert set(needs) <= set(book().categories)


def test_a_star_stands_at_an_end_only():
    assert [p for _, e in ENTRIES for ps in e["terms"].values() for p in ps if "*" in p.strip("*")] == []


def test_the_lists_speak_twenty_languages():
    for name in ("vi-call", "dh-vermin", "dh-collective", "st-criticism", "as-slur", "al-slur", "mi-slur"):
        (entry,) = [e for _, e in ENTRIES if e["id"] == name]
        assert len(entry["terms"]) >= 20, name


def test_what_stands_alone_finds_itself():
    lost = [(i, p) for i, p in ALONE if i not in {h.term for h in found(f"… {p.replace('*', '')} …")}]
    assert [x for x in lost if x[0] != "as-echo"] == []


def test_what_needs_a_group_finds_itself_beside_one_and_is_nothing_without():
    for _, entry in ENTRIES:
        if entry.get("needs") != "of_target" or entry.get("opens"):
            continue
        for language, phrases in entry["terms"].items():
            people = GROUPS["jews"]["words"].get(language)
            for phrase in phrases if people else ():
                term = phrase.replace("*", "")
                text = f"{people[0]} {term}" if entry.get("follows") else f"{term} {people[0]}"
                assert entry["id"] in {h.term for h in found(text)}, (language, phrase)
                assert not {h for h in found(f"… {term} …") if h.term == entry["id"]}, (language, phrase)


@pytest.mark.parametrize("text", [c for _, e in ENTRIES for c in e.get("counter_examples", ())])
def test_counter_examples_hold_no_term(text):
    assert not [h for h in found(text) if h.label == "people"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Israeli government lies about the bombing.", ("state", "state", "used")),
        ("Jews are liars.", ("antisemitism", "people", "used")),
        ("Правительство врёт.", ("state", "state", "used")),
        ("Евреи управляют миром.", ("antisemitism", "people", "used")),
        ("政府腐败", ("state", "state", "used")),
        ("犹太人控制媒体", ("antisemitism", "people", "used")),
        ("الحكومة فاسدة وفيها فساد", ("state", "state", "used")),
        ("اليهود يحكمون العالم", ("antisemitism", "people", "used")),
        ("הממשלה מושחתת", ("state", "state", "used")),
        ("सरकार भ्रष्ट है", ("state", "state", "used")),
        ("مرگ بر دیکتاتور", ("state", "state", "used")),
        ("Death to the dictator", ("state", "state", "used")),
        ("Death to all migrants", ("anti_migrant", "people", "used")),
    ],
)
def test_a_people_and_its_state_are_two_labels(text, expected):
    assert labels(text) == {expected}


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Refugees are parasites.", "used"),
        ("Refugees are not parasites.", "counter_speech"),
        ("Saying that refugees are parasites is racist.", "counter_speech"),
        ("I'm not racist but refugees are parasites.", "used"),
        ("“Refugees are parasites”", "quoted"),
        ("The deputy said refugees are parasites.", "reported"),
        ("Беженцы — паразиты.", "used"),
        ("Беженцы не паразиты.", "counter_speech"),
        ("«Беженцы — паразиты»", "quoted"),
        ("Flüchtlinge sind Parasiten.", "used"),
        ("Flüchtlinge sind keine Parasiten.", "counter_speech"),
        ("移民是寄生虫", "used"),
        ("说移民是寄生虫就是仇恨言论", "counter_speech"),
        ("「移民是寄生虫」", "quoted"),
        ("難民はゴキブリだ", "used"),
        ("「難民はゴキブリだ」はヘイトスピーチ", "counter_speech"),
        ("난민은 기생충이다", "used"),
        ("난민은 기생충이 아니다", "counter_speech"),
        ("اللاجئون حثالة", "used"),
        ("من يقول اللاجئون حثالة ينشر خطاب الكراهية", "counter_speech"),
        ("As a proud dyke I march", "reclaimed"),
    ],
)
def test_how_a_term_is_meant(text, mark):
    assert {h.mark for h in found(text)} == {mark}


@pytest.mark.parametrize(
    "text",
    [
        "The women won the cup.", "(((hugs))) to you", "привет(((как дела)))", "f(((a, b)))", "1488 people came",
        "Refugees with their dogs", "Rats at the Jewish museum", "Salat und Gemüse", "Приготовить салат с укропом",
        "Jews live here. Rats are a problem in the sewers.", "", " ", "🐀",
    ],
)  # fmt: skip
def test_innocent_words(text):
    assert not found(text)


phrases = st.sampled_from([p.replace("*", "") for _, p in ALONE] + [*'"«»“”().!?。 \n', "Jews", "are", "not"])


@given(st.lists(st.one_of(phrases, st.text(max_size=8)), max_size=12).map(" ".join))
def test_found_never_fails(text):
    for hit in found(text):
        assert hit.mark in MARKS and hit.words
        assert (hit.label == STATE) is (hit.category == STATE)
        assert "***" in masked(hit.words)


def test_a_text_full_of_terms_is_read_to_an_end():
    assert {h.term for h in found("Jews are rats " * 100_000)} == {"dh-vermin"}


def test_masked_words_show_one_letter():
    assert masked("two words") == "t*** w***"
    assert masked("(((name)))") == "(((***)))"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Refugees are PARASITES, and parasites again", "Refugees are P***, and p*** again"),
        ("The minister is corrupt.", "The minister is corrupt."),
        ("Беженцы — паразиты.", "Беженцы — п***."),
        ("難民はゴキブリだ", "難民は***だ"),
        ("by (((name)))", "by (***"),
        ("Rain  today\n", "Rain  today\n"),
    ],
)
def test_a_shown_text_is_blurred_where_terms_are_about_people(text, shown):
    assert blurred(text) == shown


@given(st.lists(st.one_of(phrases, st.text(max_size=8)), max_size=8).map(" ".join))
def test_blurring_never_fails_and_leaves_the_white_space(text):
    assert len(blurred(text).split()) == len(text.split())


def test_the_table_is_masked_unless_asked():
    posts = [
        {"platform": "x", "post_id": str(n), "account_id": "a", "text": t}
        for n, t in enumerate(["Refugees are parasites", None, "Fine weather", "The minister is corrupt"])
    ]
    made = engine(posts=posts)
    run(made, POST_TERMS)
    table = rows(made, "post_terms")
    assert [(r["post_id"], r["category"], r["label"], r["shown"]) for r in table] == [
        ("0", "anti_migrant", "people", "p***"),
        ("3", "state", "state", "c***"),
    ]
    POST_TERMS.run(made, {"in_full": True})
    assert [r["shown"] for r in rows(made, "post_terms")] == ["parasites", "corrupt"]
    assert made.arrow("SELECT * FROM post_terms").schema.field("created_at").type == pa.timestamp(
        "us", tz="UTC"
    )
