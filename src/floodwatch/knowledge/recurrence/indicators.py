"""Wallets and e-mail addresses in texts, by the reader of indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator

from floodwatch.knowledge.reading.indicators import INDICATORS
from floodwatch.knowledge.recurrence.base import Kind, Row, Said
from floodwatch.model.documents import Block, Document

TYPES = ("wallet", "email")
MOST = 4000
_MAYBE = re.compile(
    r"\b(?:0x[0-9a-f]{40}|bc1|ltc1)|[1-9A-HJ-NP-Za-km-z]{26}|\w(?:@|\[at\]|\(at\)|\[@\])\w", re.I
)
"""What a text must hold for it to be worth reading; cheap, since few texts do."""


def _values(table: str, row: Row) -> Iterator[Said]:
    text = str(row.get("text") or row.get("bio") or "")[:MOST]
    if not _MAYBE.search(text):
        return
    document = Document(
        sha256="", form="text", text=text, blocks=(Block(kind="paragraph", start=0, end=len(text)),)
    )
    for found in INDICATORS.read(document, {}):
        kind, value = str(found.fields["type"]), str(found.fields["value"])
        if kind in TYPES:
            same = value.lower() if kind == "email" or value[:2].lower() in ("0x", "bc", "lt") else value
            yield Said(f"{kind}: {same}", f"{kind}: {value}")


INDICATOR = Kind(
    name="indicator", number=9, description="The same wallet or e-mail address in a text",
    innocent="wallets of exchanges, shops and relief funds and addresses of offices are passed on by anybody",
    columns={"posts": ("text",), "accounts": ("bio",)}, said=_values,
    fires=("posts", {"text": "Donate: 0x52908400098527886E0F7030069857D2E4169EE7"}),
    silent=("posts", {"text": "Ask @anna, she knows it"}),
)  # fmt: skip
