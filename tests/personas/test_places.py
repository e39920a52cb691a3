"""Places that profiles name: countries and zones in many languages, and nothing guessed."""

from datetime import UTC, datetime

import pytest

from floodwatch.detectors.personas.places import country_of, languages_of, offsets, zones_of


@pytest.mark.parametrize(
    ("location", "country"),
    [
        ("Deutschland", "DE"), ("ドイツ", "DE"), ("الجزائر", "DZ"), ("Austin, Texas", "US"), ("🇧🇷", "BR"),
        ("Москва, Россия", "RU"), ("somewhere over the rainbow", ""), ("", ""),
        ("Georgia", "GE"), ("Tbilisi, Georgia", "GE"), ("Batumi, Georgia", "GE"), ("Georgia, Tbilisi", "GE"),
        ("Atlanta, Georgia", "US"), ("atlanta / georgia", "US"), ("Georgia, USA", "US"), ("USA, Georgia", "US"),
        ("Atlanta, Germany", "DE"),
    ],
)  # fmt: skip
def test_country(location, country):
    assert country_of(location) == country


@pytest.mark.parametrize(
    ("location", "zone"),
    [
        ("Texas, USA", "America/Chicago"),
        ("Москва", "Europe/Moscow"),
        ("東京", "Asia/Tokyo"),
        ("Los Angeles", "America/Los_Angeles"),
    ],
)
def test_exact_part_wins(location, zone):
    assert zones_of(location) == (zone,)


def test_summer_and_winter():
    berlin = offsets(("Europe/Berlin",), datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC))
    assert berlin == {1, 2}


def test_languages_of_a_country():
    assert "de" in languages_of("DE") and "ja" not in languages_of("DE")
    assert languages_of("XX") == frozenset()
