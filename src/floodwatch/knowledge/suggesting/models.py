"""Models on this machine that find names: spaCy and GLiNER, loaded when they are asked for, no part of Floodwatch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from floodwatch.model.errors import ModelError, SettingError

Rows = list[Mapping[str, Any]]
SPACY: Mapping[str, Mapping[str, str]] = {
    "PERSON": {"kind": "person"}, "PER": {"kind": "person"}, "ORG": {"kind": "name", "class": "organisation"},
}  # fmt: skip
"""Labels of spaCy's models, as kinds of mention; others say nothing that is asked for."""
GLINER: Mapping[str, Mapping[str, str]] = {
    "threat actor": {"kind": "name", "class": "actor"}, "influence campaign": {"kind": "name", "class": "campaign"},
    "malware or hacking tool": {"kind": "name", "class": "tool"},
    "organisation": {"kind": "name", "class": "organisation"},
    "person": {"kind": "person"}, "social media platform": {"kind": "platform"},
}  # fmt: skip
"""What GLiNER is asked for, as kinds of mention."""
LEAST = 0.5
"""How sure GLiNER must be."""


def by_spacy(name: str, where: str) -> Callable[[str], Rows]:
    """A model of spaCy by its name or folder."""
    _needed("spacy", where)
    import spacy

    try:
        model = spacy.load(name)
    except (OSError, ValueError) as problem:
        raise SettingError(
            f"spaCy has no model {name!r}",
            where=where,
            do=f"Install it with: python -m spacy download {name}",
        ) from problem

    def offer(text: str) -> Rows:
        found = ((one, SPACY.get(one.label_)) for one in _asked(lambda: model(text)).ents)
        return [{**told, **_place(one.start_char, one.end_char, text)} for one, told in found if told]

    return offer


def by_gliner(folder: str, where: str) -> Callable[[str], Rows]:
    """A model of GLiNER by its folder: nothing is fetched."""
    _needed("gliner", where)
    if not Path(folder).is_dir():
        raise SettingError(
            "The model of GLiNER is no folder here", where=where, do="Fetch it once, and name its folder."
        )
    from gliner import GLiNER

    model = _asked(lambda: GLiNER.from_pretrained(folder, local_files_only=True))

    def offer(text: str) -> Rows:
        found = _asked(lambda: model.predict_entities(text, list(GLINER), threshold=LEAST))
        return [
            {**GLINER[one["label"]], **_place(one["start"], one["end"], text)}
            for one in found
            if one["label"] in GLINER
        ]

    return offer


def _place(start: int, end: int, text: str) -> dict[str, Any]:
    return {"start": start, "end": end, "text": text[start:end]}


def _needed(package: str, where: str) -> None:
    if find_spec(package) is None:
        raise SettingError(
            f"The package {package} is not installed, which the setting {package} needs",
            where=where,
            do=f"Install it with: pip install {package}",
        )


def _asked(work: Callable[[], Any]) -> Any:
    """What a model gives; whatever goes wrong in it is one kind of error."""
    try:
        return work()
    except Exception as problem:
        raise ModelError(
            f"The model broke off ({type(problem).__name__})", do="See docs/reading.md, Models."
        ) from problem
