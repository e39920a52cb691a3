"""`python -m evaluation.reading.cross`: how the reader does on texts that its weights have not seen.

Ten times the weights are fitted without a tenth of the texts, which are then read with them. With `--without HALF` they
are fitted once without that half, which is then read. The rules that find where a name may stand are not learnt,
and their writer has seen the texts: only texts that nobody has looked at tell how well those do.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from unittest.mock import patch

from evaluation.reading.fit import HALVES, HERE, Weights, examples, fitted
from evaluation.reading.score import Tally, scored, table
from evaluation.reading.texts import Text, texts
from floodwatch.knowledge.reading import weighing
from floodwatch.knowledge.reading.cast import cast
from floodwatch.knowledge.reading.names import NAMES
from floodwatch.knowledge.reading.people import PEOPLE
from floodwatch.knowledge.reading.platforms import PLATFORMS
from floodwatch.knowledge.reading.spans import by_place, closed

FOLDS = 10
KINDS = ("name", "person", "platform")
OURS = (NAMES, PEOPLE, PLATFORMS)


def main() -> None:
    """Print the table of what comes out on texts that were held back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", choices=HALVES, help="fit once without this half, and read it")
    parser.add_argument("--errors", action="store_true", help="list every difference with its context")
    given = parser.parse_args()
    tallies: dict[str, Tally] = defaultdict(Tally)
    for held in folds(given.without):
        for line in read(held, tallies):
            if given.errors:
                print(line)
    print(table(KINDS, tallies))


def folds(without: str | None) -> Iterator[list[Text]]:
    """The texts that are held back, fold by fold."""
    if without:
        yield list(texts(HERE / without))
        return
    every = sorted((text for half in HALVES for text in texts(HERE / half)), key=lambda text: text.path.stem)
    yield from (every[n::FOLDS] for n in range(FOLDS))


def read(held: Sequence[Text], tallies: dict[str, Tally]) -> Iterator[str]:
    """Read texts with weights that were fitted without them; the differences as lines."""
    names = {text.path.stem for text in held}
    with using(fitted([one for half in HALVES for one in examples(half) if one.text not in names])):
        for text in held:
            yield from scored(text, KINDS, tallies, readers=OURS)


@contextmanager
def using(weights: Weights) -> Iterator[None]:
    """Other weights for a while."""
    named = {
        sign: {"" if kind == "none" else kind: w for kind, w in row.items()} for sign, row in weights.items()
    }
    with patch.object(weighing, "weights", lambda: named):
        _forget()
        yield
    _forget()


def _forget() -> None:
    for cached in (cast, closed, by_place):
        cached.cache_clear()


if __name__ == "__main__":
    main()
