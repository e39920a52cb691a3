"""What everybody's lives do to their accounts over weeks: new bios, pauses, departures, deletions, other languages."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import asking
from floodwatch.worlds.clock import DAY
from floodwatch.worlds.columns import Floats, Ints, Texts, texts
from floodwatch.worlds.draft import Draft
from floodwatch.worlds.history import NEVER, planted
from floodwatch.worlds.lexicon import facts, render
from floodwatch.worlds.people import countries, full_name, personal_bio, picture, place_in, unused_handle
from floodwatch.worlds.tables import DELAY_S

Chance = np.random.Generator

RATES = {
    "bio": 0.10, "name": 0.04, "avatar": 0.08, "handle": 0.015, "location": 0.02, "rebrand": 0.006,
    "pause": 0.08, "switch": 0.015, "bilingual": 0.05, "deletes": 0.08, "purges": 0.01, "vanishes": 0.02,
    "arrives": 0.02,
}  # fmt: skip
"""Share of people to whom each happens within thirty days (bilingual people are so all the time)."""
ASKS, POLLS, CALLS = 0.012, 0.003, 0.0015
"""Shares of ordinary original posts that ask for opinions, attach a poll, or ask to be followed back."""
TRIES = 12
"""How often another value is drawn where it is the one that the account has."""
FIELDS = ("bio", "name", "avatar", "handle", "location")


def lives(draft: Draft, rng: Chance) -> None:
    """What changes who posts when, before anybody reacts to it: departures, arrivals, pauses; and profiles."""
    everybody = np.flatnonzero(draft.people["platform"] != "web")
    crowd = np.setdiff1d(everybody, np.concatenate((draft.history.members(), draft.outlets)))
    _depart(draft, rng, crowd)
    _arrive(draft, rng, crowd)
    _pause(draft, rng, crowd)
    _tongues(draft, rng, crowd)
    _profiles(draft, rng, everybody)


def words(draft: Draft, rng: Chance) -> None:
    """What changes posts once all are written: their language, questions in them, and deletions."""
    for tongue in draft.history.tongues:
        _retell(draft, rng, tongue.rows, tongue.since, tongue.until, tongue.language, tongue.share)
    crowd = np.setdiff1d(np.arange(len(draft.people)), draft.history.members())
    _ask(draft, rng, crowd)
    for group, rows, keep in draft.history.tidy:
        _tidy(draft, group, rows, keep)
    some = happens(draft, rng, crowd, "deletes")
    delete(draft, rng, some, rng.uniform(0.03, 0.35, len(some)), 20 * DAY)
    some = happens(draft, rng, crowd, "purges")
    delete(draft, rng, some, rng.uniform(0.6, 1.0, len(some)), 5 * DAY)


def happens(draft: Draft, rng: Chance, rows: Ints, what: str) -> Ints:
    """The accounts to whom something happens in this world, at its usual rate."""
    rate = 1 - (1 - RATES[what]) ** (draft.setting.recipe.days / 30)
    found: Ints = rows[rng.random(len(rows)) < rate]
    return found


def delete(draft: Draft, rng: Chance, rows: Ints, share: Floats | float, after_s: float) -> Ints:
    """Accounts delete a share of their posts, each about `after_s` after it was written; the number by account."""
    posts, odds = draft.posts, np.zeros(len(draft.people))
    odds[rows] = share
    mine = np.flatnonzero(posts["visible"] & (rng.random(len(posts)) < odds[posts["author"]]))
    when = posts["second"][mine] + 600 + rng.exponential(after_s, len(mine)).astype(np.int64)
    posts.put("deleted", mine, np.minimum(when, posts["deleted"][mine]))
    return mine


def _tidy(draft: Draft, group: str, rows: Ints, keep: Ints) -> None:
    """`ephemeral`: accounts delete every post some days after it was written."""
    posts, after = draft.posts, np.zeros(len(draft.people), dtype=np.int64)
    after[rows] = keep
    mine = np.flatnonzero(posts["visible"] & (after[posts["author"]] > 0))
    when = posts["second"][mine] + after[posts["author"][mine]]
    posts.put("deleted", mine, when)
    gone = mine[when < draft.setting.length + DELAY_S]
    authors, count = np.unique(posts["author"][gone], return_counts=True)
    sign = planted(group, "ephemeral", "", authors, None, count.astype(float).tolist())
    draft.history.signs.append(sign)


def _moment(draft: Draft, rng: Chance, rows: int) -> Ints:
    return rng.integers(DAY // 2, max(draft.setting.length, DAY), rows)


def _depart(draft: Draft, rng: Chance, crowd: Ints) -> None:
    """Accounts that are not there in the end went at some moment; further ones go as well."""
    people = draft.people
    more = happens(draft, rng, crowd[people["status"][crowd] == "active"], "vanishes")
    fates = texts(["suspended", "deleted", "missing"])
    people.put("status", more, fates[rng.choice(3, size=len(more), p=(0.4, 0.35, 0.25))])
    gone = crowd[np.isin(people["status"][crowd], ["suspended", "deleted", "missing", "protected"])]
    people.put("gone", gone, _moment(draft, rng, len(gone)))
    told = gone[(people["status"][gone] == "suspended") & (rng.random(len(gone)) < 0.3)]
    people.put("notice", told, "account suspended")


def _arrive(draft: Draft, rng: Chance, crowd: Ints) -> None:
    new = happens(draft, rng, crowd[draft.people["gone"][crowd] == NEVER], "arrives")
    draft.people.put("made", new, _moment(draft, rng, len(new)))
    draft.people.put("followers", new, rng.integers(0, 60, len(new)))


def _pause(draft: Draft, rng: Chance, crowd: Ints) -> None:
    some = happens(draft, rng, crowd, "pause")
    since = _moment(draft, rng, len(some)) - 3 * DAY
    draft.history.silence(some, since, since + rng.integers(6 * DAY, 22 * DAY, len(some)))


def _tongues(draft: Draft, rng: Chance, crowd: Ints) -> None:
    """Some people write two languages all the time, a few change from one to another."""
    known = [*draft.setting.languages, "en", "es"]
    both = happens(draft, rng, crowd, "bilingual")
    other = texts([_another(rng, known, str(c)) for c in draft.people["language"][both]])
    if len(both):
        draft.history.speak(both, 0, NEVER, other, float(rng.uniform(0.15, 0.45)))
    some = np.setdiff1d(happens(draft, rng, crowd, "switch"), both)
    other = texts([_another(rng, known, str(c)) for c in draft.people["language"][some]])
    if len(some):
        draft.history.speak(some, 0, _moment(draft, rng, len(some)), other, 0.95)


def _another(rng: Chance, known: list[str], language: str) -> str:
    others = [code for code in known if code != language]
    return others[int(rng.integers(len(others)))]


def _profiles(draft: Draft, rng: Chance, everybody: Ints) -> None:
    """New values of single fields; a few people replace their whole profile. Planted changes are left alone."""
    people, history = draft.people, draft.history
    planted = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *(p.rows for p in history.past)]))
    free = np.setdiff1d(everybody, np.concatenate((planted, draft.outlets)))
    rebranded = happens(draft, rng, free, "rebrand")
    changes: list[tuple[Ints, tuple[str, ...]]] = [(rebranded, FIELDS[:4])]
    changes += [(np.setdiff1d(happens(draft, rng, free, f), rebranded), (f,)) for f in FIELDS]
    for some, fields in changes:
        second = _moment(draft, rng, len(some))
        kept = (second >= people["made"][some]) & (second < people["gone"][some])
        new = {field: fresh(draft, rng, field, some[kept]) for field in fields}
        before(draft, some[kept], second[kept], new)


def before(draft: Draft, rows: Ints, second: Ints, other: dict[str, Texts]) -> None:
    """Accounts had other values until a second, so that who they are now stays as it was."""
    now = {field: draft.people[field][rows].copy() for field in other}
    for field, values in other.items():
        draft.people.put(field, rows, values)
    draft.history.change(draft.people, rows, second, now)


def fresh(draft: Draft, rng: Chance, field: str, rows: Ints, language: Texts | None = None) -> Texts:
    """Another value of a field of the profile for each account, as people choose them; in a language of its own."""
    people = draft.people
    spoken = people["language"][rows] if language is None else language
    country = people["country"][rows] if language is None else countries(rng, spoken)
    platform, now = people["platform"][rows], people[field][rows]
    made = [_value(draft, rng, field, *map(str, of)) for of in zip(spoken, country, platform, strict=True)]
    for place in [place for _ in range(TRIES) for place in range(len(made))]:
        if made[place] == now[place]:
            of = spoken[place], country[place], platform[place]
            made[place] = _value(draft, rng, field, *map(str, of))
    return texts(made)


def _value(draft: Draft, rng: Chance, field: str, language: str, country: str, platform: str) -> str:
    name, latin = full_name(rng, language)
    if field == "handle":
        return unused_handle(draft, rng, latin, platform)
    if field == "name":
        return name
    if field == "avatar":
        return picture(rng)
    place = place_in(rng, country)
    return place if field == "location" else personal_bio(rng, language, place)


def _retell(
    draft: Draft, rng: Chance, rows: Ints, since: Ints, until: Ints, language: Texts, share: float
) -> None:
    """Posts of some accounts from a span of time, told in another language."""
    posts, count = draft.posts, len(draft.people)
    first, last = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    tongue = np.full(count, "", dtype=object)
    first[rows], last[rows], tongue[rows] = since, until, language
    author = posts["author"]
    mine = posts["visible"] & (posts["repost"] < 0) & (posts["second"] >= first[author])
    mine &= (posts["second"] < last[author]) & (rng.random(len(posts)) < share)
    found = np.flatnonzero(mine)
    if len(found):
        told = render(tongue[author[found]], facts(rng, len(found)), rng.integers(8, size=len(found)))
        draft.reword(found, told, tongue[author[found]])


def _ask(draft: Draft, rng: Chance, crowd: Ints) -> None:
    """Some ordinary posts ask what others think, carry a poll, or ask to be followed back; some people do so often."""
    posts = draft.posts
    habit = np.zeros(len(draft.people))
    habit[crowd] = rng.gamma(0.5, 2.0, len(crowd))
    plain = posts["visible"] & (posts["repost"] < 0) & (posts["reply"] < 0)
    odds = np.where(plain, habit[posts["author"]], 0.0)
    drawn = rng.random(len(posts))
    asks = np.flatnonzero(drawn < ASKS * odds)
    add_words(draft, asks, [asking.question(rng, str(c)) for c in posts["language"][asks]])
    polled = np.flatnonzero((drawn > 0.5) & (drawn < 0.5 + POLLS * odds))
    posts.put("poll", polled, texts([asking.poll(rng) for _ in polled]))
    calls = np.flatnonzero((drawn > 0.8) & (drawn < 0.8 + CALLS * odds))
    add_words(draft, calls, [asking.call(rng, str(c)) for c in posts["language"][calls]])


def add_words(draft: Draft, rows: Ints, said: list[str]) -> None:
    """Put words behind the text of posts."""
    texts_now = draft.posts["text"][rows]
    draft.posts.put("text", rows, texts([f"{t} {w}" for t, w in zip(texts_now, said, strict=True)]))
