"""Pictures and clips that posts carry, and profile pictures: the same file or the same address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from floodwatch.knowledge.recurrence.base import Kind, Row, Said, rules
from floodwatch.tools.urls import canonical

_HASH = re.compile(r"sha256:[0-9a-f]{64}", re.I)


def _file(given: object) -> str:
    """A hash or an address; a bare file name says nothing, since cameras and exports give the same ones."""
    text = str(given or "").strip()
    if _HASH.fullmatch(text):
        return text.lower()
    return (canonical(text) or "") if "://" in text else ""


def _media(table: str, row: Row) -> Iterator[Said]:
    for one in dict.fromkeys(filter(None, map(_file, row.get("media") or ()))):
        yield Said(one, one)


def _avatars(table: str, row: Row) -> Iterator[Said]:
    found = _file(row.get("avatar"))
    if found and not any(word in found.lower() for word in rules()["nothing"]["avatar"]):
        yield Said(found, found)


MEDIA = Kind(
    name="media", number=10, description="The same picture or clip, by its hash or its address",
    innocent="memes, photographs of agencies and logos are everybody's",
    columns={"posts": ("media",)}, said=_media,
    fires=("posts", {"media": ["sha256:" + "a1" * 32]}), silent=("posts", {"media": ["IMG_0001.jpg"]}),
)  # fmt: skip
AVATAR = Kind(
    name="avatar", number=11, description="The same profile picture, by its hash or its address",
    innocent="platforms and apps give the same picture to many, and fans choose the same idol",
    columns={"accounts": ("avatar",)}, said=_avatars,
    fires=("accounts", {"avatar": "https://pictures.example/a/42.jpg"}),
    silent=("accounts", {"avatar": "https://pictures.example/default_profile.png"}),
)  # fmt: skip
