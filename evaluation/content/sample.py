"""Draws the posts to label: at random, beside random posts that share a rare word, and about events of the week.

Labelling posts drawn at random alone would give a sample in which almost nothing belongs together. The rule knows
no method and no grouping. `python -m evaluation.content.sample OUT.tsv` writes the posts with their text, for
reading; the file stays out of the repository.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from evaluation.content.posts import IRA, Post, posts

SEED = 20161001
ALONE, ENGLISH_SEEDS, OTHER_SEEDS, BESIDE = 260, 36, 10, 5
"""Posts drawn at random; random posts with neighbours, in English and not; neighbours of each."""
FEWEST, MOST = 4, 200
"""A word is rare, and still shared, when this many posts of the collection hold it."""
OF_EACH = (6, 8)
"""Posts drawn of those that name an event, in two rounds."""
EVENTS = """
matthew|мэтью; kaine|pence|vpdebate; farc|santos|колумби; nobel|нобел; pound; taxes|tax return;
wikileaks|assange|ассанж; keith scott|keithscott|keith lamont|keithlamont; kaepernick|national anthem; clown;
duterte|дутерте; aleppo|алеппо; woolfe|ukip; derrick rose|derrickrose; nate parker|birth of a nation|birthofanation;
luke cage|lukecage; kardashian|кардашьян; abortion|аборт; hungary|венгри|orban; samsung; guterres|гутерриш;
s-300|с-300; sanctions|санкци; obamacare; yahoo; nsa contractor|nsa ; mh17|боинг; plutonium|плутони;
hoboken|nj transit; olango|el cajon; nodapl|standing rock; crutcher|tulsa; trump foundation; machado;
billy bush|access hollywood|lewd|grab them; brexit; haiti|гаити; merkel|flüchtling; westworld; debate
"""
"""What the world spoke of from 1 to 7 October 2016, written down from the calendar: texts that a post holds."""
_LINK = re.compile(r"https?://\S+|@\w+")
_WORD = re.compile(r"\w{4,}")


def sample(all_posts: Sequence[Post]) -> list[int]:
    """Places of the posts to label, in the order drawn."""
    rng = np.random.default_rng(SEED)
    drawn = list(map(int, rng.choice(len(all_posts), ALONE, replace=False)))
    having = _having(all_posts)
    for english, wanted in ((True, ENGLISH_SEEDS), (False, OTHER_SEEDS)):
        free = [i for i, p in enumerate(all_posts) if (p.language == "en") == english and i not in set(drawn)]
        for seed in map(int, rng.choice(free, wanted, replace=False)):
            drawn += [] if seed in drawn else [seed]
            drawn += _beside(seed, all_posts[seed], having, drawn, rng)
    for most in OF_EACH:
        for event in EVENTS.replace("\n", "").split(";"):
            drawn += _some(_naming(event.split("|"), all_posts), most, drawn, rng)
    return drawn


def words(post: Post) -> list[str]:
    """Different words of at least four characters, without links and mentions, sorted."""
    return sorted(set(_WORD.findall(_LINK.sub(" ", post.text.casefold()))))


def _having(all_posts: Sequence[Post]) -> dict[str, list[int]]:
    having: dict[str, list[int]] = defaultdict(list)
    for i, post in enumerate(all_posts):
        for word in words(post):
            having[word].append(i)
    return having


def _beside(
    seed: int, post: Post, having: dict[str, list[int]], drawn: list[int], rng: np.random.Generator
) -> list[int]:
    """Up to five other posts, not drawn yet, that share one rare word of the seed drawn at random."""
    rare = [word for word in words(post) if FEWEST <= len(having[word]) <= MOST]
    return _some(having[rare[int(rng.integers(len(rare)))]], BESIDE, drawn, rng) if rare else []


def _naming(names: Sequence[str], all_posts: Sequence[Post]) -> list[int]:
    """Places of the posts that hold one of the texts."""
    wanted = [name.lstrip() for name in names]
    return [i for i, p in enumerate(all_posts) if any(name in p.text.casefold() for name in wanted)]


def _some(places: Sequence[int], most: int, drawn: list[int], rng: np.random.Generator) -> list[int]:
    """Some of the places, not drawn yet, at random."""
    free = sorted(set(places) - set(drawn))
    return list(map(int, rng.choice(free, min(most, len(free)), replace=False)))


def main() -> None:
    """Write the sample as tab-separated number, ref, time, account, language and text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    found = posts([IRA])
    with parser.parse_args().out.open("w", encoding="utf-8") as file:
        for number, place in enumerate(sample(found)):
            p = found[place]
            text = " ".join(p.text.split())
            file.write(f"{number}\t{p.ref}\t{p.when:%m-%d %H:%M}\t{p.account}\t{p.language}\t{text}\n")


if __name__ == "__main__":
    main()
