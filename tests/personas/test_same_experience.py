"""Stories that several accounts tell: members and background are counted by one measure."""

from datetime import UTC, datetime

import numpy as np
import pytest

from floodwatch.copies.texts import TEXTS
from floodwatch.detectors.personas.people import PEOPLE
from floodwatch.detectors.personas.rows import rate
from floodwatch.detectors.personas.signals.same_experience import BACKGROUND, SAME_EXPERIENCE
from floodwatch.features.post_texts import POST_TEXTS
from tests.personas.table import engine, rows, run

START = datetime(2024, 3, 1, 12, tzinfo=UTC)
WORDS = ("doctor", "nurse", "porter", "driver")
PLACES = ("harbour", "market hall", "old bridge", "railway", "library", "quarry", "lighthouse", "stadium",
          "cemetery", "vineyard", "airfield")  # fmt: skip


def _told(place: str, word: str) -> str:
    """A story that differs from another of its place by one word."""
    return f"I fell on the stairs of the {place} and a young {word} carried me home through the {place} gate"


def _own(number: int) -> str:
    return f"My {number} {'abcdefghij'[number % 10] * 7} {'klmnopqrst'[number // 10 % 10] * 9} I kept for you"


def _measured(background: list[str], members: list[str]) -> list[dict]:
    texts = members + background
    who = [{"platform": "x", "account_id": f"{n:03d}"} for n in range(len(texts))]
    made = engine(
        posts=[
            {**w, "post_id": w["account_id"], "created_at": START, "text": t, "language": "en"}
            for w, t in zip(who, texts, strict=True)
        ],
        members=[{**w, "network_id": "n", "behaviours": "url"} for w in who[: len(members)]],
    )
    run(made, POST_TEXTS, TEXTS, PEOPLE, SAME_EXPERIENCE)
    return rows(made, SAME_EXPERIENCE.name)


def test_a_crowd_that_tells_near_copies_like_the_members_makes_them_no_exception():
    crowd = [_told(place, word) for place in PLACES[:10] for word in WORDS]
    members = [_told(PLACES[10], word) for word in WORDS]
    (row,) = _measured(crowd + [_own(n) for n in range(4)], members)
    assert row["value"] == 1.0
    assert row["baseline"] == pytest.approx(rate(40, 44))
    assert row["p_value"] > 0.5


def test_partners_of_the_drawn_are_looked_for_among_all():
    random = np.random.default_rng(3)
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    stories = [
        "I lost " + " ".join("".join(w) for w in random.choice(letters, (6, 7))) for _ in range(BACKGROUND)
    ]
    told = [story for story in stories for _ in range(2)] + [f"{story} yes" for story in stories]
    (row,) = _measured(told, [_told(PLACES[0], word) for word in WORDS])
    assert row["baseline"] == pytest.approx(rate(BACKGROUND, BACKGROUND))


@pytest.mark.parametrize(
    ("third", "tell"),
    [
        ("porter", 3),
        ("porter https://e.org/1", 0),
        ("porter, let us pray for all,", 0),
    ],
)
def test_a_partner_of_the_background_is_judged_as_one_of_the_members(third, tell):
    crowd = [_told(PLACES[1], word) for word in ("doctor", "nurse", third)]
    (row,) = _measured(crowd + [_own(n) for n in range(4)], [_told(PLACES[0], word) for word in WORDS])
    assert row["baseline"] == pytest.approx(rate(tell, 7))
    again = _measured([_own(n) for n in range(4)], crowd)
    assert len(again) == (1 if tell else 0)


def test_without_a_background_nothing_is_tested():
    (row,) = _measured([], [_told(PLACES[0], word) for word in WORDS])
    assert row["baseline"] is None
    assert row["p_value"] is None
