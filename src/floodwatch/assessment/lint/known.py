"""Claims of a document that rest on retellings of one source, from what the casebook knows of others who make them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from floodwatch.assessment.lint.base import Remark
from floodwatch.assessment.lint.retold import OneSource


@dataclass(frozen=True, slots=True)
class Shared:
    """A claim of the document: its place there, and every document that makes it."""

    start: int
    end: int
    words: str
    documents: frozenset[str]


def retellings(
    claims: Iterable[Shared], retells: Mapping[str, Sequence[str]], names: Mapping[str, str]
) -> tuple[Remark, ...]:
    """The claims that several documents make which all go back to one. `retells`: what each document retells."""
    rule = OneSource()
    found = []
    for claim in claims:
        if len(claim.documents) < 2 or not _one_family(claim.documents, retells):
            continue
        told = ", ".join(sorted(names.get(one, one) for one in claim.documents))
        why = f"{len(claim.documents)} documents make this claim ({told}), and by the casebook they retell one another."
        found.append(Remark(rule.name, rule.severity, claim.start, claim.end, claim.words, why, rule.remedy))
    return tuple(found)


def _one_family(documents: frozenset[str], retells: Mapping[str, Sequence[str]]) -> bool:
    """Whether the documents hang together by retelling, through each other or through one that they share."""
    near: dict[str, set[str]] = {}
    for one in documents:
        for other in retells.get(one, ()):
            near.setdefault(one, set()).add(other)
            near.setdefault(other, set()).add(one)
    start = min(documents)
    seen, ahead = {start}, [start]
    while ahead:
        ahead = [n for one in ahead for n in near.get(one, ()) if n not in seen]
        seen.update(ahead)
    return documents <= seen
