"""What the formats of exchange share: ids and times that follow from the content, texts that are safe to look at."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from floodwatch.model import markings
from floodwatch.model.claims import NAMESPACE, Claim
from floodwatch.model.exchange import Knowledge
from floodwatch.model.judgements import Judgement
from floodwatch.model.markings import Marking
from floodwatch.outputs.text import clean

EPOCH = "1970-01-01T00:00:00Z"
Object = dict[str, Any]
_HIDDEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def text(value: Any, indent: int | None = 1) -> str:
    """JSON in which no character is invisible or turns the direction of reading: those are written as escapes."""
    told = json.dumps(value, indent=indent, ensure_ascii=False, allow_nan=False)
    return _HIDDEN.sub(lambda found: f"\\u{ord(found.group()):04x}", told)


def own_id(*key: str) -> str:
    """A UUID that follows from what it stands for."""
    return str(uuid.uuid5(NAMESPACE, "\x1f".join(("exchange", *key))))


def own_id_of(key: str, told: Iterable[str]) -> str:
    """The same of one key and a text that comes in parts."""
    digest = hashlib.sha1(NAMESPACE.bytes + f"exchange\x1f{key}\x1f".encode(), usedforsecurity=False)
    for part in told:
        digest.update(part.encode())
    return str(uuid.UUID(bytes=digest.digest()[:16], version=5))


def uuid_of(entity_id: str) -> str:
    """The id of an entity where it is a UUID, else one that follows from it."""
    return entity_id if _UUID.fullmatch(entity_id) else own_id("entity", entity_id)


def moment(told: str) -> str:
    """A time of the casebook as STIX writes it."""
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        return EPOCH
    found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return f"{found:%Y-%m-%dT%H:%M:%S}Z"


def latest(times: Iterable[str]) -> str:
    """The last of some times as STIX writes them."""
    return max(map(moment, times), default=EPOCH)


def strictest(claims: Iterable[Claim | Judgement]) -> Marking:
    """The strictest marking of some claims and judgements; empty where none is marked."""
    return markings.strictest((one.tlp, one.pap) for one in claims)


def sentence(known: Knowledge, claim: Claim) -> str:
    """A claim in words, and whether anybody has confirmed it."""
    said = clean(known.sentences.get(claim.claim_id) or claim.predicate)
    return f"Suggested, confirmed by nobody: {said}" if claim.status == "suggested" else said
