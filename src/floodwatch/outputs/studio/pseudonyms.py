"""Stable pseudonyms for private persons: within one report each keeps one name, and no other report has it."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from floodwatch.model import refs

_MENTION = re.compile(r"(?<![\w/.@])[@＠]([\w][\w.\-]{0,60}\w|\w)")
_MAIL = re.compile(r"(?<![\w.+\-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PROFILE = re.compile(
    r"((?:twitter\.com|x\.com|t\.me|facebook\.com|instagram\.com|tiktok\.com|threads\.net|vk\.com)/@?)([\w.\-]+)",
    re.IGNORECASE,
)
OURS = (
    "what",
    "kind",
    "platform",
    "platforms",
    "behaviours",
    "route",
    "part",
    "status",
    "language",
    "predicate",
)
"""Fields whose words are the program's own, whatever somebody is called."""
MAIL, BEGINS = "[e-mail left out]", "person-"
_WORD = re.compile(r"(?<![\w/:\-.])\w[\w.\-]*")
WHOSE = ("handle", "name", "account_name", "label", "account_label", "bio")


class Pseudonyms:
    """Renames accounts by a key; those that are `named` keep what they are called."""

    def __init__(self, key: str, named: Collection[str] = ()) -> None:
        self._key = key.encode()
        self._named = frozenset(named)
        self._texts: dict[str, str] = {}
        self._kept = {refs.parse(ref).id.casefold() for ref in self._named}

    def of(self, ref: str) -> str:
        """What an account is called here."""
        digest = hmac.new(self._key, ref.casefold().encode("utf-8", "surrogatepass"), hashlib.sha256)
        return f"{BEGINS}{digest.hexdigest()[:8]}"

    def learn(self, told: Any) -> None:
        """Note handles and ids of accounts that stand in a value, so that texts can be searched for them."""
        for ref, own in _accounts(told):
            if ref in self._named:
                self._kept.update(name.casefold().lstrip("@") for name in own)
            else:
                self._texts.update({name.lstrip("@"): self.of(ref) for name in own if len(name) > 2})

    def renamed(self, told: Any) -> Any:
        """A value with other names for accounts, in refs, in fields and in texts."""
        if isinstance(told, str):
            return self.text(told)
        if isinstance(told, Mapping):
            return self._row(told)
        if isinstance(told, list | tuple):
            return [self.renamed(one) for one in told]
        return told

    def _row(self, told: Mapping[str, Any]) -> dict[str, Any]:
        own = _own(told)
        if not own or own in self._named:
            return {key: one if key in OURS else self.renamed(one) for key, one in told.items()}
        name = self.of(own)
        return {
            key: one
            if key in OURS
            else name
            if (key == "account_id" or key in WHOSE) and one
            else self.renamed(one)
            for key, one in told.items()
        }

    def text(self, told: str) -> str:
        """A text: refs, mentions, profiles and addresses of people in it."""
        if told.startswith("account:") and refs.is_ref(told):
            return self.ref(told)
        masked = _MAIL.sub(MAIL, told)
        masked = _PROFILE.sub(lambda m: m[1] + self._mention(m[2]), masked)
        masked = _MENTION.sub(lambda m: f"@{self._mention(m[1])}", masked)
        return self._words(masked)

    def ref(self, told: str) -> str:
        """The ref of an account, renamed; any other as it is."""
        if not told.startswith("account:") or told in self._named:
            return told
        return refs.account(refs.parse(told).platform, self.of(told))

    def _mention(self, name: str) -> str:
        if name.casefold() in self._kept or name.startswith(BEGINS):
            return name
        return self._texts.get(name) or self.of(name)

    def _words(self, told: str) -> str:
        """Refs of accounts within a text, and handles that are known from rows, as whole words."""
        told = re.sub(r"account:[^\s:/\]]+/[^\s\],;]+", lambda m: self.ref(m[0]), told)
        return _WORD.sub(lambda m: self._word(m[0]), told)

    def _word(self, told: str) -> str:
        """A word, which a full stop may end, renamed where it is a handle."""
        name = told.rstrip(".-")
        return self._texts.get(name, name) + told[len(name) :]


def _own(told: Mapping[str, Any]) -> str:
    """The account that a row is about."""
    if told.get("platform") and told.get("account_id"):
        return refs.account(str(told["platform"]), str(told["account_id"]))
    own = told.get("ref")
    return own if isinstance(own, str) and own.startswith("account:") else ""


def _accounts(told: Any) -> Iterator[tuple[str, list[str]]]:
    """Accounts that stand in a value, each with what it is called there."""
    if isinstance(told, Mapping):
        own = _own(told)
        if own:
            names = [str(told[key]) for key in ("account_id", *WHOSE[:2]) if told.get(key)]
            yield own, [*names, refs.parse(own).id]
        for one in told.values():
            yield from _accounts(one)
    elif isinstance(told, list | tuple):
        for one in told:
            yield from _accounts(one)
    elif isinstance(told, str) and told.startswith("account:") and refs.is_ref(told):
        yield told, [refs.parse(told).id]
