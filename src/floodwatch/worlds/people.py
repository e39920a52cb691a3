"""Profiles: handles, names, bios, places and counts as varied as people make them."""

from __future__ import annotations

from typing import Any

import numpy as np

from floodwatch.vocabulary.load import load
from floodwatch.worlds.clock import DAY
from floodwatch.worlds.columns import Floats, Ints, Texts, texts
from floodwatch.worlds.draft import Draft
from floodwatch.worlds.lexicon import codes, lexicon
from floodwatch.worlds.zones import offset_of

YEAR = 365 * DAY
Chance = np.random.Generator


def add_people(draft: Draft, rng: Chance, rows: int, **columns: Any) -> Ints:
    """Add people with natural profiles; given columns replace what would be drawn. Returns row numbers."""
    given = {name: _spread(value, rows) for name, value in columns.items()}
    given.setdefault("platform", platforms(draft, rng, rows))
    if "audience" not in given:
        given["audience"] = audiences(draft, rng, rows, given.get("language"))
    given.setdefault("language", draft.setting.audience_language[given["audience"]])
    given.setdefault("country", countries(rng, given["language"]))
    made = _clock(draft, rng, given) | _life(draft, rng, rows) | _profile(draft, rng, given) | given
    made["handle"] = _unique(draft, made["handle"], made["platform"])
    return draft.people.add(rows, **made)


def platforms(draft: Draft, rng: Chance, rows: int) -> Texts:
    """A platform for each row, by the shares of `vocabulary/worlds/platforms.yaml`."""
    names = [p for p in draft.setting.platforms if p != "web"]
    share = np.array([float(load("worlds/platforms.yaml")[p]["share"]) for p in names])
    return texts(names)[rng.choice(len(names), size=rows, p=share / share.sum())]


def audiences(draft: Draft, rng: Chance, rows: int, language: Texts | None) -> Ints:
    """An audience for each row, by the audiences' sizes; of the row's language where one has it."""
    share = draft.setting.audience_share
    drawn = rng.choice(len(share), size=rows, p=share)
    if language is None:
        return drawn
    for code in sorted(set(language.tolist())):
        fits = np.flatnonzero(draft.setting.audience_language == code)
        if len(fits):
            here = np.flatnonzero(language == code)
            drawn[here] = rng.choice(fits, size=len(here), p=share[fits] / share[fits].sum())
    return drawn


def countries(rng: Chance, language: Texts) -> Texts:
    """A country for each row in which its language is spoken; the first named is the likeliest."""
    made = np.empty(len(language), dtype=object)
    for code in sorted(set(language.tolist())):
        names = list(load("worlds/languages.yaml")[code]["countries"])
        share = 1 / np.arange(1, len(names) + 1)
        here = np.flatnonzero(language == code)
        made[here] = texts(names)[rng.choice(len(names), size=len(here), p=share / share.sum())]
    return made


def place_in(rng: Chance, country: str) -> str:
    """A place that people of the country name in their profile."""
    towns = load("worlds/places.yaml").get(country)
    if towns is None:
        index = codes().index(country) if country in codes() else 0
        return lexicon("en").territories[index]
    return str(towns[int(rng.integers(len(towns)))])


def default_handle(rng: Chance, name: str) -> str:
    """A handle as a platform proposes it: the name's letters and eight digits."""
    stem = "".join(c for c in name if c.isascii() and c.isalpha())[:7] or "user"
    return f"{stem}{int(rng.integers(10**7, 10**8))}"


def picture(rng: Chance) -> str:
    """The id of a profile picture that nobody else has."""
    return f"sha256:{rng.bytes(32).hex()}"


def full_name(rng: Chance, language: str) -> tuple[str, str]:
    """A made-up person's name in the language's script, and the same in Latin letters for a handle."""
    data = load("worlds/names.yaml")
    script = next((s for s, members in data["scripts"].items() if language in members), "latin")
    latin = [_one(rng, data["latin"][part]) for part in ("given", "family")]
    if script == "latin":
        return " ".join(latin), "".join(latin)
    own = [_one(rng, data[script][part]) for part in ("given", "family")]
    if script in ("japanese", "han", "hangul"):
        return own[1] + own[0], "".join(latin)
    return " ".join(own), "".join(latin)


def personal_bio(rng: Chance, language: str, place: str) -> str:
    """A bio of a private person: pieces of daily life, a place, languages, or nothing at all."""
    if rng.random() < 0.3:
        return ""
    pieces = list(load("worlds/bios.yaml")["life"].get(language, ())) or list(lexicon(language).tongues)
    chosen = [pieces[i] for i in rng.permutation(len(pieces))[: int(rng.integers(1, 5))]]
    if place and rng.random() < 0.3:
        chosen.append(place)
    if rng.random() < 0.3:
        chosen.insert(int(rng.integers(len(chosen) + 1)), _one(rng, load("worlds/bios.yaml")["emoji"]))
    return _one(rng, (" | ", ", ", " · ", ". ", " / ")).join(chosen)


def _clock(draft: Draft, rng: Chance, given: dict[str, Any]) -> dict[str, Any]:
    rows = len(given["language"])
    offset = np.array([offset_of(c, draft.setting.middle) for c in given["country"]])
    return {
        "offset": offset,
        "wakes": np.clip(rng.normal(7.5, 1.4, rows), 4, 12),
        "waking": np.clip(rng.normal(16, 1.2, rows), 10, 20),
        "lark": rng.beta(1.5, 2.2, rows),
        "weekend": np.exp(rng.normal(0, 0.4, rows)),
    }


def _life(draft: Draft, rng: Chance, rows: int) -> dict[str, Any]:
    laws = draft.setting.laws
    daily = rng.lognormal(0, laws["activity_sigma"], rows)
    mean = np.exp(laws["activity_sigma"] ** 2 / 2)
    fame = np.minimum(rng.pareto(laws["fame"], rows) + 0.05, 400)
    followers = (fame * np.exp(rng.normal(5, 1.2, rows))).astype(np.int64)
    wave = rng.random(rows) < laws["creation_wave"]
    age = np.where(wave, 400 * DAY + rng.normal(0, 2 * DAY, rows), rng.gamma(2.0, 2.2, rows) * YEAR + DAY)
    return {
        "daily": np.minimum(daily / mean * draft.setting.recipe.posts_per_day, 60),
        "fame": fame,
        "followers": followers,
        "following": np.exp(rng.normal(5.4, 1.1, rows)).astype(np.int64),
        "made": -(age % (16 * YEAR) + DAY).astype(np.int64),
        "reposts": np.clip(laws["reposts"] + rng.normal(0, 0.15, rows), 0.02, 0.9),
        "replies": np.clip(laws["replies"] + rng.normal(0, 0.08, rows), 0.01, 0.5),
        "verified": rng.random(rows) < 0.03,
        "status": texts(["active"] * 97 + ["deleted", "suspended", "protected"])[
            rng.integers(100, size=rows)
        ],
    }


def _profile(draft: Draft, rng: Chance, given: dict[str, Any]) -> dict[str, Any]:
    rows = len(given["language"])
    made: dict[str, list[str]] = {
        k: [] for k in ("handle", "name", "bio", "location", "avatar", "website", "client")
    }
    for language, country, platform in zip(
        given["language"], given["country"], given["platform"], strict=True
    ):
        name, latin = full_name(rng, language)
        place = place_in(rng, country) if rng.random() < 0.6 else ""
        made["name"].append(name)
        made["handle"].append(_handle(draft, rng, latin))
        made["location"].append(place if rng.random() < 0.85 else "")
        made["bio"].append(personal_bio(rng, language, place))
        made["avatar"].append(picture(rng) if rng.random() < 0.9 else "")
        made["website"].append("")
        made["client"].append(client(rng, platform))
    return {key: texts(values) if rows else values for key, values in made.items()}


def client(rng: Chance, platform: str) -> str:
    """A posting application in the platform's natural shares (empty where it names none)."""
    shares: dict[str, float] = load("worlds/platforms.yaml")[platform]["clients"]
    if not shares:
        return ""
    weights: Floats = np.array(list(shares.values()), dtype=float)
    return str(list(shares)[int(np.searchsorted(np.cumsum(weights), rng.random() * weights.sum()))])


def _handle(draft: Draft, rng: Chance, latin: str) -> str:
    if rng.random() < draft.setting.laws["default_handles"]:
        return default_handle(rng, latin)
    words, number = load("worlds/names.yaml")["handle_words"], int(rng.integers(1, 100))
    low, word, style = latin.lower(), _one(rng, words), int(rng.integers(6))
    return (
        f"{latin}{number}",
        f"{low}_{number}",
        f"{word}_{_one(rng, words)}{number}",
        f"{low}{int(rng.integers(1950, 2010))}",
        f"the_{word}_{low[:4]}{number}",
        f"{word}{latin}",
    )[style]


def unused_handle(draft: Draft, rng: Chance, latin: str, platform: str) -> str:
    """A handle, made from a name in Latin letters, that nobody on the platform has had yet."""
    return str(_unique(draft, [_handle(draft, rng, latin)], texts([platform]))[0])


def taken(draft: Draft, handles: list[str], platform: str) -> Texts:
    """The handles, numbered where somebody on the platform has them, and nobody's to have from now on."""
    return _unique(draft, handles, texts([platform] * len(handles)))


def _unique(draft: Draft, handles: Any, platform: Texts) -> Texts:
    made = []
    for handle, where in zip(handles, platform, strict=True):
        tried, number = str(handle), 1
        while f"{where}/{tried.lower()}" in draft.handles:
            number += 1
            tried = f"{handle}{number}"
        draft.handles.add(f"{where}/{tried.lower()}")
        made.append(tried)
    return texts(made)


def _one(rng: Chance, values: Any) -> str:
    return str(values[int(rng.integers(len(values)))])


def _spread(value: Any, rows: int) -> Any:
    if isinstance(value, str):
        return texts([value] * rows)
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return texts(value)
    return np.broadcast_to(np.asarray(value), (rows,)) if np.ndim(value) == 0 else np.asarray(value)
