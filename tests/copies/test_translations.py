"""A message is joined across languages by what it names; what only shares numbers and dates stays apart."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from floodwatch.copies.agreement import Named, agreement, cores, facts
from floodwatch.copies.neighbours import BY_FACTS, candidates
from floodwatch.copies.texts import TEXTS
from floodwatch.copies.translations import TRANSLATIONS, language_of
from floodwatch.engine import DuckDB
from floodwatch.features.post_anchors import POST_ANCHORS
from floodwatch.features.post_languages import POST_LANGUAGES
from floodwatch.features.post_texts import POST_TEXTS
from floodwatch.model.units import settings_of, sql_name
from floodwatch.tools.urls import canonical, domain
from floodwatch.traces import TRANSLATED_TEXT
from floodwatch.worlds import background
from floodwatch.worlds.build import complete, crowd
from floodwatch.worlds.operations.multilingual_sites import multilingual_sites
from floodwatch.worlds.recipe import Recipe
from floodwatch.worlds.sample import DOMAINS, LANGUAGES, LAWS, PLATFORMS, TONGUES
from floodwatch.worlds.scene import Scene, tactics
from floodwatch.worlds.setting import stage

UNITS = (POST_TEXTS, POST_LANGUAGES, POST_ANCHORS, TEXTS, TRANSLATIONS, TRANSLATED_TEXT)


def world(stories):
    """The sample's operation with some stories, among few people; every declared language is blank."""
    draft = stage(Recipe(seed=1, accounts=60, platforms=PLATFORMS, languages=LANGUAGES, regime=LAWS))
    people = crowd(draft)
    plan = replace(tactics("strong", "none"), objects=stories, cover=0.2)
    multilingual_sites(Scene(draft, "sites", 1, plan), domains=DOMAINS, languages=TONGUES, each=2)
    pending = background.live(draft, draft.rng("life"), people)
    made = complete(draft, people, pending, "small")
    posts = made.tables["posts"]
    place = posts.column_names.index("language")
    spoken = posts.column("language").to_pylist()
    blank = posts.set_column(place, "language", pa.nulls(posts.num_rows, pa.string()))
    members = {(r["platform"], r["account_id"]) for r in made.members.to_pylist()}
    return blank, spoken, members


@pytest.fixture(scope="module")
def case():
    """Posts by (platform, id), their true languages, the operation's accounts, and what the units made."""
    posts, spoken, members = world(4)
    with DuckDB(threads=1) as engine:
        engine.register("posts", posts)
        for unit in UNITS:
            unit.run(engine, settings_of(unit, {}))
        tables = {
            name: engine.arrow(f"SELECT * FROM {sql_name(name)}").to_pylist()
            for unit in UNITS
            for name in unit.makes
        }
    rows = posts.to_pylist()
    by_id = {(r["platform"], r["post_id"]): (r, s) for r, s in zip(rows, spoken, strict=True)}
    return by_id, members, tables


def joined(case):
    """(post, its true language, message) of every post of a message that the operation spread."""
    by_id, members, tables = case
    acts = [a for a in tables["actions/translated_text"] if not a["object_id"].startswith("alone:")]
    own = {a["object_id"] for a in acts if (a["platform"], a["account_id"]) in members}
    return [(*by_id[a["platform"], a["post_id"]], a["object_id"]) for a in acts if a["object_id"] in own]


def test_the_operation_is_joined_across_its_languages_and_websites(case):
    by_id, members, tables = case
    found = joined(case)
    stories = {}
    for _, spoken, message in found:
        stories.setdefault(message, set()).add(spoken)
    planted = {s for p, s in by_id.values() if (p["platform"], p["account_id"]) in members}
    assert max(len(languages) for languages in stories.values()) >= 50
    assert {spoken for _, spoken, _ in found} == planted
    assert (
        len({r["language"] for r in tables["copies/translations"] if r["message_id"] in stories}) == TONGUES
    )
    assert len({domain(canonical(url)) for post, *_ in found for url in post["urls"]}) == DOMAINS


def test_what_shares_only_numbers_and_dates_stays_out(case):
    _, members, tables = case
    assert all((p["platform"], p["account_id"]) in members for p, *_ in joined(case))
    found = {t["text_key"] for t in tables["copies/translations"]}
    numbers = {}
    for row in tables["post_anchors"]:
        if row["kind"] in ("number", "date"):
            numbers.setdefault((row["platform"], row["post_id"]), set()).add(row["anchor"])
    keys = {(r["platform"], r["post_id"]): r["text_key"] for r in tables["post_texts"]}
    told = {frozenset(n) for p, n in numbers.items() if keys[p] in found and len(n) > 2}
    decoys = [p for p, n in numbers.items() if frozenset(n) in told and keys[p] not in found]
    assert len(decoys) >= 5


def test_every_row_shows_its_anchors_and_is_a_suggestion(case):
    _, _, tables = case
    rows = tables["copies/translations"]
    assert all(r["suggested"] and r["route"] == "anchors" and len(r["anchors"].split("|")) > 3 for r in rows)
    assert all(BY_FACTS.fewest <= r["score"] <= 1 for r in rows)
    assert len({r["text_key"] for r in rows}) == len(rows)


def named(*messages):
    """Messages as things named, such as `amount 5 kilometer`."""
    things = sorted({thing for message in messages for thing in message})
    pairs = sorted((n, things.index(t)) for n, message in enumerate(messages) for t in message)
    kinds, values = zip(*(t.split(" ", 1) for t in things), strict=True)
    owner, anchor = np.array(pairs, np.int64).T
    return Named(owner, anchor, kinds, values, len(messages))


KM = ("amount 184 kilometer", "number 184", "date 2026-03-30", "place UA")


def alike(*messages):
    given = facts(named(*messages))
    return float(agreement(given, np.array([0]), given, np.array([1]))[0][0])


def test_a_number_counts_for_nothing_in_two_units_and_for_something_without_one():
    liters = ("amount 184 liter", *KM[1:])
    bare = KM[1:]
    assert alike(KM, KM) == pytest.approx(1)
    assert alike(KM, liters) < alike(KM, bare) < 1
    assert alike(KM, bare) == pytest.approx(alike(bare, KM))


def test_what_only_speaks_for_agreement_does_not_speak_against_it():
    assert alike((*KM, "url https://a.example/1"), (*KM, "url https://b.example/2")) == pytest.approx(1)
    assert alike((*KM, "name stltn"), (*KM[:3], "name stltn")) > alike(KM, KM[:3])


def test_things_that_everybody_names_bring_nobody_together():
    common = [("place US", "date 2026-03-30", f"number {n}") for n in range(1000, 1400)]
    assert len(candidates(facts(named(*common))).first) == 0
    rare = [("amount 987 kilometer", "number 987", "date 2026-04-01", "place TV", "place NU")] * 2
    assert len(candidates(facts(named(*common, *rare))).first) == 1


def test_a_thing_that_very_many_name_brings_each_together_with_few():
    others = [(f"number {n}", f"date 20{n % 90 + 10}-01-01") for n in range(2000, 5000)]
    copies = [(*KM, "amount 877 gram", "number 877")] * 150
    pairs = candidates(facts(named(*others, *copies)))
    assert 150 <= len(pairs.first) < 150 * 40
    assert set(np.concatenate((pairs.first, pairs.second)).tolist()) == set(range(3000, 3150))


def test_the_core_of_a_group_is_what_half_of_it_names():
    given = facts(named(KM, KM, (*KM, "place RO"), KM[:2]))
    core = cores(given, np.array([0, 0, 0, -1]), 1)
    everything = facts(named(KM, KM, (*KM, "place RO"), KM[:2])).whole
    assert set(core.whole.indices) == set(everything[0].indices)


@pytest.mark.parametrize(
    ("detected", "tongue", "language"),
    [
        ("es", "", "es"),
        ("es", "ca es", "es"),
        ("und", "fi", "fi"),
        ("ace", "id ms", "ms"),
        ("bg", "bs mk sr", "sr"),
        ("nn", "de no", "no"),
    ],
)
def test_the_words_of_a_text_correct_its_language(detected, tongue, language):
    assert language_of(detected, tongue, {"ms": 3, "id": 2, "sr": 1}) == language
