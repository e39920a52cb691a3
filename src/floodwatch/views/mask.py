"""Hides people outside the networks: their handles in texts and links, and whose post was shared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from floodwatch.model import refs
from floodwatch.model.dossier import OUTSIDE, Account
from floodwatch.views.unit import Reader, rows

MASKED = "@masked"
MEMBERS_SQL = """
SELECT DISTINCT m.platform, m.account_id, a.handle, a.name
FROM members m LEFT JOIN accounts a ON a.platform = m.platform AND a.account_id = m.account_id
ORDER BY m.platform, m.account_id"""

_MAIL = re.compile(r"(?<![\w.+\-@＠])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MENTION = re.compile(r"(?<![\w/])[@＠]([\w][\w.\-]*(?:@[\w.\-]+)?)")
_PROFILE = re.compile(
    r"(?<!\w)(?P<head>"
    r"(?:twitter\.com|x\.com|t\.me|facebook\.com|instagram\.com|tiktok\.com|threads\.net|vk\.com|weibo\.com|"
    r"bsky\.app/profile|reddit\.com/u(?:ser)?|youtube\.com)/)(?P<who>@?[\w.\-]+)(?P<rest>[^\s]*)",
    re.IGNORECASE,
)
_NOT_PEOPLE = frozenset(
    ("i", "intent", "share", "hashtag", "search", "status", "watch", "sharer", "home", "p")
)


class Mask:
    """Knows the members of all networks; everybody else is hidden."""

    def __init__(self, members: Iterable[Account]) -> None:
        self.accounts = {(a.platform, a.account_id): a for a in members}
        named = (n for a in self.accounts.values() for n in (a.handle, a.account_id) if n)
        self._known = frozenset(n.lower().lstrip("@") for n in named)

    def knows(self, name: str) -> bool:
        """Whether a handle or id belongs to a member."""
        return name.lower().lstrip("@＠").rstrip(".-") in self._known

    def text(self, text: str | None) -> str:
        """The text with handles, profile links and e-mail addresses of outsiders replaced."""
        out = _PROFILE.sub(self._profile, text or "")
        out = _MAIL.sub("[e-mail masked]", out)
        return _MENTION.sub(lambda m: m.group() if self.knows(m.group(1)) else MASKED, out)

    def url(self, url: str) -> str:
        """The link, with the profile of an outsider replaced."""
        return _PROFILE.sub(self._profile, url)

    def ref(self, text: str) -> str:
        """A ref, or words in its place when it names a post or an account outside the networks."""
        try:
            found = refs.parse(text)
        except ValueError:
            return ""
        if found.kind == "account" and (found.platform, found.id) not in self.accounts:
            return OUTSIDE
        return text

    def account(self, platform: str | None, account_id: str | None) -> Account | None:
        """The member of that id, or None for an outsider."""
        return self.accounts.get((platform or "", account_id or ""))

    def _profile(self, found: re.Match[str]) -> str:
        who = found["who"]
        if self.knows(who) or who.lower() in _NOT_PEOPLE:
            return found.group()
        return f"{found['head']}{MASKED}"


def mask(reader: Reader) -> Mask:
    """The mask of a case: members of every network are known by id and handle."""
    return Mask(account(r) for r in rows(reader, MEMBERS_SQL))


def account(row: dict[str, object]) -> Account:
    """An account as it is shown, from a row with platform, account_id, handle and name."""
    platform, account_id = str(row["platform"]), str(row["account_id"])
    handle = str(row.get("handle") or "").lstrip("@")
    return Account(
        refs.account(platform, account_id), platform, account_id, handle, str(row.get("name") or "")
    )


def web_address(text: str | None) -> str:
    """The text when it is an http or https address that is safe to offer as a link, else nothing."""
    try:
        found = urlsplit((text or "").strip())
    except ValueError:
        return ""
    return (text or "").strip() if found.scheme in ("http", "https") and found.hostname else ""
