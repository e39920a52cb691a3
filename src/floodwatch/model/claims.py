"""Entities and claims: what is said of whom, by whom, how sure, and where it stands. A claim is never a fact."""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
import uuid
from dataclasses import dataclass, fields
from datetime import date
from typing import NamedTuple

from floodwatch.model.errors import ClaimError

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://floodwatch.invalid/stix")
"""The project's one namespace of ids; its name is older than its use for entities, and ids must not change."""

POLARITIES = ("asserted", "denied", "not_observed")
PRECISIONS = ("day", "month", "year", "relative", "unknown")
STATUSES = ("suggested", "confirmed", "refused", "withdrawn")
RELATIONS = ("part_of", "derived_from", "contradicts", "supports")
"""Of claims: within a sum, retold from, against, in favour."""
TLP = ("", "TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
PAP = ("", "PAP:CLEAR", "PAP:GREEN", "PAP:AMBER", "PAP:RED")
MOST_TEXT = 20_000
"""Characters of one text of a claim: a quote is a passage, not a document."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Consent(NamedTuple):
    """The originator's consent to release: who gave it, when, in which words."""

    who: str
    when: str
    text: str


class Value(NamedTuple):
    """What a claim says beside its object: a number as a range (open where None), and a text."""

    low: float | None = None
    high: float | None = None
    unit: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Something that claims are about. `label` is its name now; `case_name` is empty when it belongs to no case."""

    entity_id: str
    kind: str
    label: str
    case_name: str = ""
    created_by: str = ""
    created_at: str = ""
    retired_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement of one source about an entity. Empty text and None mean that it is not said.

    Dates are `YYYY-MM-DD`, times ISO 8601 in UTC. The casebook fills in what is decided and recorded; the id
    follows from the rest.
    """

    subject: str
    predicate: str
    object_entity: str = ""
    value_low: float | None = None
    value_high: float | None = None
    unit: str = ""
    value_text: str = ""
    qualifier: str = ""
    polarity: str = "asserted"
    hedge: str = ""
    hedge_low: float | None = None
    hedge_high: float | None = None
    as_of_from: str = ""
    as_of_to: str = ""
    precision: str = "unknown"
    source_document: str = ""
    span_start: int | None = None
    span_end: int | None = None
    quote: str = ""
    said_by: str = ""
    admiralty_source: str = ""
    admiralty_information: str = ""
    tlp: str = ""
    pap: str = ""
    consent: Consent | None = None
    suggested_by: str = ""
    status: str = "suggested"
    decided_by: str = ""
    decided_at: str = ""
    reason: str = ""
    recorded_at: str = ""
    superseded_by: str = ""
    claim_id: str = ""

    def __post_init__(self) -> None:
        if not self.claim_id:
            object.__setattr__(self, "claim_id", claim_id(self))

    @property
    def value(self) -> Value:
        """What is said beside the object."""
        return Value(self.value_low, self.value_high, self.unit, self.value_text)


_TEXTS = tuple(field.name for field in fields(Claim) if field.type == "str")


def entity_id(kind: str, name: str) -> str:
    """Id of the entity of that kind with that first canonical name: case, width and runs of space do not matter."""
    return str(uuid.uuid5(NAMESPACE, f"entity\x1f{kind}\x1f{canonical(name)}"))


def country_id(code: str) -> str:
    """Id of a country by its code of ISO 3166-1, whatever it is called where."""
    return entity_id("country", code)


def technique_id(catalogue: str, code: str) -> str:
    """Id of a technique by the code that a catalogue has for it: two catalogues may use the same code."""
    return entity_id("technique", f"{catalogue} {code}")


def cited(name: str) -> str:
    """What stands for the SHA-256 of a work that is cited and not held, or that has many versions, such as a list."""
    return hashlib.sha256(f"cited\x1f{canonical(name)}".encode()).hexdigest()


def document_id(sha256: str) -> str:
    """Id of the entity of a document: of the text with that hash, or of a work that is `cited`."""
    return entity_id("document", sha256)


def unnamed_id() -> str:
    """Id of an entity without a name ("another group"), or made from a finding: nothing else ever gets it."""
    return str(uuid.uuid4())


def canonical(name: str) -> str:
    """A name as ids compare it: by Unicode's rule for matching without regard to case and compatibility forms."""
    plain = unicodedata.normalize("NFD", name)
    for _ in range(2):
        plain = unicodedata.normalize("NFKD", plain.casefold())
    return " ".join(unicodedata.normalize("NFC", plain).split())


def claim_id(claim: Claim) -> str:
    """Id of a claim: a hash of subject, predicate, value, source and span.

    Without a span nothing but speaker and date tells two statements of one source apart, so they count then; with
    one, a better reading of the same words is the same claim.
    """
    value = (claim.object_entity, _number(claim.value_low), _number(claim.value_high), claim.unit)
    said = (claim.value_text, claim.qualifier, claim.polarity)
    spanned = claim.span_start is not None
    span = (str(claim.span_start), str(claim.span_end)) if spanned else ("", "")
    whence = ("", "", "") if spanned else (claim.said_by, claim.as_of_from, claim.as_of_to)
    # Lengths, so that no text can be cut at another place into the same parts.
    parts = (claim.subject, claim.predicate, *value, *said, claim.source_document, *span, *whence)
    digest = hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:32]


def checked(claim: Claim) -> Claim:
    """The claim, when it is one (ClaimError says what the schema forbids)."""
    for rule in (_texts, _needed, _choices, _numbers, _dates, _source):
        problem = rule(claim)
        if problem:
            raise ClaimError(f"A claim {problem}", where=claim.claim_id)
    return claim


def checked_entity(entity: Entity) -> Entity:
    """The entity, when it is one."""
    for name, text in (("id", entity.entity_id), ("kind", entity.kind), ("label", entity.label)):
        if not text.strip():
            raise ClaimError(f"An entity needs a {name}", where=entity.entity_id)
        if len(text) > MOST_TEXT or _UNSTORABLE.search(text):
            raise ClaimError(f"The {name} of an entity is too long or holds what is no character")
    return entity


def _number(number: float | None) -> str:
    return "" if number is None else repr(float(number) + 0.0)  # 3 is 3.0, and -0.0 is 0.0


def _texts(claim: Claim) -> str:
    texts = {name: getattr(claim, name) for name in _TEXTS} | dict(
        zip(Consent._fields, claim.consent or (), strict=False)
    )
    if len(whole := "".join(texts.values())) <= MOST_TEXT and not _UNSTORABLE.search(whole):
        return ""
    for name, text in texts.items():
        if _UNSTORABLE.search(text):
            return f"cannot hold the characters in its {name}"
        if len(text) > MOST_TEXT:
            return f"cannot hold {len(text)} characters in its {name}, only {MOST_TEXT}"
    return ""


def _needed(claim: Claim) -> str:
    missing = [name for name in ("subject", "predicate", "suggested_by") if not getattr(claim, name).strip()]
    if missing:
        return f"needs a {missing[0]}"
    return "has an id that is not its own" if claim.claim_id != claim_id(claim) else ""


def _choices(claim: Claim) -> str:
    allowed = {
        "polarity": POLARITIES, "precision": PRECISIONS, "status": STATUSES, "tlp": TLP, "pap": PAP,
        "admiralty_source": ("", *"ABCDEF"), "admiralty_information": ("", *"123456"),
    }  # fmt: skip
    for name, choices in allowed.items():
        if getattr(claim, name) not in choices:
            known = ", ".join(c for c in choices if c)
            return f"cannot have the {name} {getattr(claim, name)!r}, only one of: {known}"
    return "begins as suggested or confirmed" if claim.status in ("refused", "withdrawn") else ""


def _numbers(claim: Claim) -> str:
    for low, high, what in (
        (claim.value_low, claim.value_high, "value"),
        (claim.hedge_low, claim.hedge_high, "hedge"),
    ):
        given = [number for number in (low, high) if number is not None]
        if not all(math.isfinite(number) for number in given):
            return f"cannot have a {what} that is no number"
        if len(given) == 2 and given[0] > given[1]:
            return f"has a {what} whose low end is above its high end"
        if what == "hedge" and not all(0 <= number <= 1 for number in given):
            return "has a hedge outside 0 to 1"
    return "has a unit and no number" if claim.unit and claim.value_low is claim.value_high is None else ""


def _dates(claim: Claim) -> str:
    given = [text for text in (claim.as_of_from, claim.as_of_to) if text]
    for text in given:
        try:
            fine = date.fromisoformat(text).isoformat() == text
        except ValueError:
            fine = False
        if not fine:
            return f"cannot be as of {text!r}: a date is written YYYY-MM-DD"
    if len(given) == 2 and given[0] > given[1]:
        return "is as of a time that ends before it begins"
    if not given and claim.precision in ("day", "month", "year"):
        return f"has the precision {claim.precision} and no date"
    return ""


def _source(claim: Claim) -> str:
    if claim.source_document and not _SHA256.fullmatch(claim.source_document):
        return "names its document by another thing than a SHA-256"
    start, end = claim.span_start, claim.span_end
    if (start is None) != (end is None):
        return "has half a span"
    if start is not None and end is not None:
        if not claim.source_document:
            return "has a span and no document"
        if not 0 <= start < end:
            return "has a span that is empty or negative"
    return ""
