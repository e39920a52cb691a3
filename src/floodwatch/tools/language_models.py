"""The two libraries that guess languages, as functions from a text to codes of `vocabulary/languages.yaml`.

Each is loaded once, on first use. cld3 has no build for every system: without it there is no second opinion.
"""

from __future__ import annotations

import math
import re
import threading
from dataclasses import dataclass
from functools import cache
from typing import Any

from floodwatch.model.errors import SettingError
from floodwatch.vocabulary.load import load

MOST_RANKED = 24
"""Languages that are looked at; those behind have no chance."""
_MOST_BYTES = 1000
_OWN = threading.local()
_TAG = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8}){0,3}")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What cld3 says: a language, how sure it is (0 to 1), and whether it takes the text for romanised."""

    language: str
    probability: float
    romanised: bool = False


@cache
def languages_of(script: str) -> tuple[str, ...]:
    """Codes of the languages that are written in a script, sorted; none where nothing is known of the script."""
    return tuple(
        sorted(c for c, one in load("languages.yaml")["languages"].items() if script in one["scripts"])
    )


def code_of(name: str) -> str:
    """A library's or a platform's code in the spelling of the vocabulary."""
    code = name.split("-", 1)[0].lower()
    return str(load("languages.yaml")["aliases"].get(code, code))


def tag(language: str) -> str:
    """A language that somebody asks for, as BCP 47 (SettingError where it cannot be one)."""
    if not _TAG.fullmatch(language):
        raise SettingError(f"{language!r} is no language", do="Give a code such as en, fr or pt-BR.")
    return language


def likelihoods(text: str, script: str) -> dict[str, float]:
    """py3langid's log scores of the likeliest languages of a script, best first; empty where it knows none of them."""
    identifier, codes = _identifier(script)
    scores: dict[str, float] = {}
    for label, score in identifier.rank(text)[:MOST_RANKED] if identifier else ():
        scores.setdefault(codes[label], score)
    return scores


@cache
def knows(code: str) -> bool:
    """Whether py3langid knows a language."""
    return code in {code_of(label) for label in _whole().labels}


def opinion(text: str) -> Opinion | None:
    """What cld3 says of a text; None where it is not installed."""
    detector = _detector()
    if detector is None:
        return None
    found = detector.FindLanguage(text=text.encode("utf-8", "replace").decode())
    probability = min(max(found.probability, 0.0), 1.0)
    if math.isnan(probability):
        return None
    return Opinion(code_of(found.language), probability, found.language.endswith("-Latn"))


def forget() -> None:
    """Give back the 90 MB that py3langid's model takes; it is read again when it is asked for, in 0.7 s."""
    _whole.cache_clear()
    _identifier.cache_clear()


@cache
def _whole() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=False)


@cache
def _identifier(script: str) -> tuple[Any, dict[str, str]]:
    """An identifier of the script's languages only: fewer to score, and no other can be said. Its labels' codes."""
    from py3langid.langid import LanguageIdentifier

    whole, wanted = _whole(), set(languages_of(script))
    codes = {label: code_of(label) for label in whole.labels if code_of(label) in wanted}
    if not codes:
        return None, codes
    model = whole.nb_ptc, whole.nb_pc, whole.nb_classes, whole.tk_nextmove, whole.tk_output
    own = LanguageIdentifier(*model, tk_row=whole.tk_row)
    own.set_languages(list(codes))
    return own, codes


def _detector() -> Any:
    """This thread's detector: it keeps its working memory in itself."""
    if not hasattr(_OWN, "detector"):
        try:
            import gcld3
        except ImportError:
            _OWN.detector = None
        else:
            _OWN.detector = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=_MOST_BYTES)
    return _OWN.detector
