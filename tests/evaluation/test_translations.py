"""How the matching of translations is scored."""

import numpy as np

from evaluation.content.translations import Half, by_anchors, scored, thinned
from evaluation.content.translations_page import page
from floodwatch.copies.neighbours import Nearest

SAID = [
    "On 30 March 2026 the bridge of 877 kilometers in Ukraine opened for 184 hours",
    "Am 30. März 2026 wurde die Brücke von 877 Kilometern in der Ukraine für 184 Stunden geöffnet",
    "On 2 May 2026 some 512 liters of milk were sold in Peru within 46 days",
    "Am 2. Mai 2026 wurden in Peru innerhalb von 46 Tagen 512 Liter Milch verkauft",
]
HALF = Half(SAID, np.array([0, 1, 0, 1]), np.array([1, 1, 3, 3]))


def test_articles_that_name_things_are_matched_by_anchors():
    found = scored(HALF, *by_anchors(HALF))
    assert (found["recall_at_1"], found["precision"], found["recall"], found["accepted"]) == (1, 1, 1, 2)
    (pair,) = found["by_pair"].values()
    assert pair == {"recall_at_1": 1, "precision": 1, "recall": 1}


def test_a_wrong_pair_and_a_missing_one_count():
    places = np.arange(4)
    near = Nearest(places, np.array([1, 0, 1, -1]), *[np.zeros(4)] * 3)
    found = scored(HALF, near, (np.array([0, 1]), np.array([1, 2])))
    assert (found["recall_at_1"], found["precision"], found["recall"]) == (0.5, 0.5, 0.5)
    assert scored(HALF, near, (places[:0], places[:0]))["precision"] is None


def test_half_of_the_texts_are_left_out_the_same_way_each_time():
    many = Half([str(n) for n in range(400)], np.zeros(400, np.int64), np.arange(400))
    assert thinned(many).texts == thinned(many).texts
    assert 120 < len(thinned(many).texts) < 280


def test_the_page_tells_both_parts():
    figures = scored(HALF, *by_anchors(HALF))
    sample = dict.fromkeys(
        ("posts", "messages", "messages_of_the_operation", "posts_joined", "posts_of_others_joined",
         "most_languages_of_one_message", "languages_told", "languages_wanted", "domains_told", "domains_wanted",
         "decoys_left_out"), 58,
    )  # fmt: skip
    told = page(
        {
            "udhr": {"articles": 2, "languages": 2, "anchors": figures},
            "sample": {**sample, "seconds_cpu": {"a": 1}},
        }
    )
    assert "| anchors alone | 1.000 | 1.000 | 1.000 | 2 |" in told
    assert "| languages of the operation | 58 | 58 |" in told
