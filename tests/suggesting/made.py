"""Sentences as documents, and what is suggested of them in plain words."""

from __future__ import annotations

from floodwatch.knowledge.reading import mentions
from floodwatch.knowledge.suggesting import suggest
from floodwatch.model.documents import Block, Document

SHA = "ab" * 32


def document(*texts, kinds=(), sha256=SHA, **about):
    """A document of one block per text."""
    blocks, at = [], 0
    for number, text in enumerate(texts):
        kind = kinds[number] if number < len(kinds) else "paragraph"
        blocks.append(Block(at, at + len(text), kind))
        at += len(text) + 1
    told = {"published": "2024-06-12", **about}
    return Document(sha256=sha256, form="text", text="\n".join(texts), blocks=tuple(blocks), **told)


def made(*texts, known=None, marking=None, **about):
    """What a document of these texts suggests."""
    one = document(*texts, **about)
    return suggest(one, mentions(one), known, marking)


def says(*texts, **about):
    """Each claim as `subject predicate object or value`, with polarity and hedge where there are any."""
    found = made(*texts, **about)
    names = {entity.entity_id: entity.label for entity in found.entities}
    return {_words(claim, names) for claim in found.claims}


def _words(claim, names):
    ends = "–".join(f"{n:g}" if n is not None else "" for n in (claim.value_low, claim.value_high))
    number = f"{claim.qualifier} {ends} {claim.unit}".strip() if claim.unit else ""
    sign = {"denied": "denied: ", "not_observed": "not observed: "}.get(claim.polarity, "")
    parts = (
        names[claim.subject],
        claim.predicate,
        names.get(claim.object_entity, ""),
        claim.value_text,
        number,
    )
    hedge = f" ({claim.hedge})" if claim.hedge else ""
    return sign + " ".join(part for part in parts if part) + hedge
