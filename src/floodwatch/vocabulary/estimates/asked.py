"""A likelihood as somebody writes it: a word of a vocabulary, `35%`, `0.35`, or a range such as `60%-70%`."""

from __future__ import annotations

import re

from floodwatch.model.judgements import Likelihood
from floodwatch.vocabulary.estimates import FIRST, place

_NUMBER = r"(\d+(?:[.,]\d+)?|[.,]\d+)\s*(%?)"
_RANGE = re.compile(rf"{_NUMBER}(?:\s*(?:-|–|to)\s*{_NUMBER})?")


def likelihood(text: str, vocabulary: str = FIRST) -> Likelihood:
    """What is meant; of a word that the vocabulary does not have, the word without a band."""
    wanted = " ".join(text.casefold().split())
    if found := _RANGE.fullmatch(wanted):
        one, sign, other, last = found.groups()
        shared = sign or last or ""
        low = _share(one, shared)
        return Likelihood(low, _share(other, last or shared) if other else low, "", vocabulary)
    known = place(wanted, vocabulary)
    if known is None:
        return Likelihood(word=wanted, vocabulary=vocabulary)
    return Likelihood(known.term.low, known.term.high, wanted, vocabulary)


def _share(number: str, sign: str) -> float:
    """A number as a share; a fraction of per cent is read as exactly as it was written."""
    value = float(number.replace(",", "."))
    return round(value / 100, 12) if sign else value
