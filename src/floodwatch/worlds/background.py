"""What everybody does all day: originals, links and tags first, then reactions to what others wrote."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from floodwatch.vocabulary.load import load
from floodwatch.worlds.clock import slots
from floodwatch.worlds.columns import Floats, Ints, Texts, texts
from floodwatch.worlds.draft import Draft
from floodwatch.worlds.lexicon import SHAPES, facts, render
from floodwatch.worlds.shelf import Shelf

Chance = np.random.Generator
SHARE, REPLY, QUOTE, ORIGINAL = range(4)


@dataclass(frozen=True, slots=True)
class Pending:
    """Moments at which accounts will react to something, once everything is there to react to."""

    author: Ints
    second: Ints
    kind: Ints


def live(draft: Draft, rng: Chance, who: Ints) -> Pending:
    """Let accounts live their days: their originals are posted, their reactions are returned as pending."""
    laws = draft.setting.laws
    author, second = slots(rng, draft.people, who, draft.setting.recipe.days, laws["session"], laws["gap_s"])
    kind = kinds(draft, rng, author)
    fresh = kind == ORIGINAL
    write(draft, rng, author[fresh], second[fresh])
    return Pending(author[~fresh], second[~fresh], kind[~fresh])


def kinds(draft: Draft, rng: Chance, author: Ints) -> Ints:
    """What each author does: share, reply, quote or write something of its own, by its habits."""
    shares, replies = draft.people["reposts"][author], draft.people["replies"][author]
    drawn = rng.random(len(author))
    edges = np.cumsum([shares, replies, np.full(len(author), draft.setting.laws["quotes"])], axis=0)
    return np.asarray((drawn > edges).sum(axis=0), dtype=np.int64)


def write(draft: Draft, rng: Chance, author: Ints, second: Ints) -> None:
    """Post originals: links, tagged posts, things that many say, and plain sentences."""
    laws, drawn = draft.setting.laws, rng.random(len(author))
    order = np.argsort(second, kind="stable")
    author, second = author[order], second[order]
    link = drawn < laws["links"]
    chat = (drawn >= laws["links"]) & (drawn < laws["links"] + laws["small_talk"])
    plain = ~(link | chat)
    _link(draft, rng, author[link], second[link])
    _post(draft, rng, author[chat], second[chat], small_talk(rng, draft.people["language"][author[chat]]))
    _post(draft, rng, author[plain], second[plain], sentences(draft, rng, author[plain]))


def sentences(draft: Draft, rng: Chance, author: Ints) -> Texts:
    """A sentence of filler for each row, in its author's language, in any order of its parts."""
    shapes = rng.integers(len(SHAPES), size=len(author))
    return render(draft.people["language"][author], facts(rng, len(author)), shapes)


def small_talk(rng: Chance, languages: Texts) -> Texts:
    """A greeting or the like for each row, as thousands write it."""
    phrases = load("worlds/small_talk.yaml")["greetings"]
    pick = rng.random(len(languages)) ** 2
    options = [
        phrases.get(code, phrases[""]) if p > 0.02 else phrases[""]
        for code, p in zip(languages, pick, strict=True)
    ]
    return texts([str(o[int(p * len(o))]) for o, p in zip(options, pick, strict=True)])


def _post(draft: Draft, rng: Chance, author: Ints, second: Ints, text: Texts) -> None:
    tags = tagged(draft, rng, author, draft.setting.laws["tags"])
    draft.say(
        author,
        second,
        text,
        hashtags=tags,
        media=_media(draft, rng, author),
        appeal=_appeal(draft, rng, author),
    )


def _appeal(draft: Draft, rng: Chance, author: Ints) -> Floats:
    return rng.pareto(draft.setting.laws["fame"], len(author)) + 0.05


def _media(draft: Draft, rng: Chance, author: Ints) -> list[str]:
    """Pictures: mostly one's own, sometimes one of those that go round in the audience."""
    drawn = rng.random(len(author))
    known = (rng.random(len(author)) ** 2 * 60).astype(int)
    audience = draft.people["audience"][author]
    own = rng.integers(1 << 62, size=len(author))
    return [
        f"sha256:{o:064x}" if d < 0.12 else f"sha256:{(a + 1) * 10**6 + k:064x}" if d < 0.15 else ""
        for d, k, a, o in zip(drawn, known, audience, own, strict=True)
    ]


def tagged(draft: Draft, rng: Chance, author: Ints, share: float) -> list[str]:
    """Hashtags for a share of the rows: the audience's usual runs, or any of its tags."""
    made = [""] * len(author)
    for row in np.flatnonzero(rng.random(len(author)) < share):
        tags = draft.setting.audience_tags[int(draft.people["audience"][author[row]])]
        first = int(len(tags) * rng.random() ** 3)
        count = 1 + int(rng.integers(5))
        if rng.random() < draft.setting.laws["tag_runs"]:
            run = [tags[(first + k) % len(tags)] for k in range(count)]
        else:
            run = [tags[i] for i in rng.permutation(len(tags))[:count]]
        made[row] = "|".join(dict.fromkeys(run))
    return made


def _link(draft: Draft, rng: Chance, author: Ints, second: Ints) -> None:
    book, people, laws = draft.articles, draft.people, draft.setting.laws
    picked = articles(draft, rng, author, second)
    known = picked >= 0
    author, second, picked = author[known], second[known], picked[known]
    heads, urls = texts(book.title)[picked], texts(book.url)[picked]
    button = rng.random(len(author)) < laws["buttons"]
    words = np.where(button, heads, sentences(draft, rng, author))
    urls = np.where(rng.random(len(author)) < 0.2, urls + "?utm_source=share", urls)
    draft.say(
        author,
        second,
        words,
        urls=urls,
        language=people["language"][author],
        appeal=_appeal(draft, rng, author),
    )


def articles(draft: Draft, rng: Chance, author: Ints, second: Ints) -> Ints:
    """An article for each row that its author may have read by then (-1 where there is none)."""
    book = draft.articles
    rows, when = np.arange(len(book.url)), np.array(book.second, dtype=np.int64)
    appeal = np.array(book.appeal)
    tongues = _numbers(draft, texts(book.language))
    near = Shelf(rows, np.array(book.audience, dtype=np.int64), when, appeal)
    wide = Shelf(rows, tongues, when, appeal)
    reach = _reach(draft, rng, len(author))
    picked = near.pick(rng, draft.people["audience"][author], second, reach)
    far = (picked < 0) | (rng.random(len(author)) > draft.setting.laws["homophily"])
    other = wide.pick(rng, _numbers(draft, draft.people["language"][author]), second, reach * 2)
    return np.where(far & (other >= 0), other, picked)


def _reach(draft: Draft, rng: Chance, rows: int) -> Floats:
    laws = draft.setting.laws
    return 2 * laws["reach_s"] * np.exp(rng.normal(0, laws["reach_sigma"], rows))


def _numbers(draft: Draft, names: Texts) -> Ints:
    """Languages or platforms as small numbers."""
    known = {n: i for i, n in enumerate((*draft.setting.languages, *draft.setting.platforms))}
    return np.array([known.setdefault(n, len(known)) for n in names], dtype=np.int64)
