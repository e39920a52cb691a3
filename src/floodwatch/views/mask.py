"""Hides people outside the networks: their handles in texts and links, and whose post was shared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from floodwatch.model import refs
from floodwatch.model.dossier import OUTSIDE, Account
from floodwatch.tools.terms import blurred
from floodwatch.views.unit import Reader, rows

MASKED, MASKED_MAIL = "@masked", "[e-mail masked]"
MASKS = re.compile(f"{re.escape(MASKED)}|{re.escape(MASKED_MAIL)}")
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
_PAGE = re.compile(
    r"(?<!\w)(?P<head>https?://[^\s/@?#]{1,253}/(?:users/|(?=@)))(?P<who>@?[\w.\-]+(?:@[\w.\-]+)?)(?P<rest>[^\s]*)",
    re.IGNORECASE,
)
"""Profiles as Mastodon and many others write them: https://host/@name."""
_HOSTS = {
    "twitter.com": "x", "x.com": "x", "t.me": "telegram", "facebook.com": "facebook", "vk.com": "vk",
    "instagram.com": "instagram", "tiktok.com": "tiktok", "threads.net": "threads", "weibo.com": "weibo",
    "bsky.app": "bluesky", "reddit.com": "reddit", "youtube.com": "youtube",
}  # fmt: skip
"""Platform of the hosts whose profile links are known."""
_NOT_PEOPLE = frozenset(
    ("i", "intent", "share", "hashtag", "search", "status", "watch", "sharer", "home", "p")
)


class Mask:
    """Knows the members of all networks; everybody else is hidden, and so are harmful terms unless asked for."""

    def __init__(self, members: Iterable[Account], in_full: bool = False) -> None:
        self.in_full = in_full
        self.accounts = {(a.platform, a.account_id): a for a in members}
        self._known = {
            (a.platform, name.lower().lstrip("@"))
            for a in self.accounts.values()
            for name in (a.handle, a.account_id)
            if name
        }
        self._anywhere = {name for _, name in self._known}

    def knows(self, name: str, platform: str = "") -> bool:
        """Whether a handle or id belongs to a member on that platform, or on any when none is given."""
        plain = name.lower().lstrip("@＠").rstrip(".-")
        return (platform, plain) in self._known if platform else plain in self._anywhere

    def text(self, text: str | None, platform: str = "") -> str:
        """The text with handles, profile links and e-mail addresses of outsiders replaced.

        `platform`: where it was posted, whose members alone a handle in it can mean.
        """
        out = _MAIL.sub(MASKED_MAIL, self.url(text or "", platform))
        return _MENTION.sub(lambda m: m.group() if self.knows(m.group(1), platform) else MASKED, out)

    def post(self, text: str | None, platform: str = "") -> str:
        """The text of a post: `text`, with terms of the lists of harm blurred unless they were asked for."""
        shown = self.text(text, platform)
        return shown if self.in_full else blurred(shown)

    def url(self, url: str, platform: str = "") -> str:
        """The link, with the profile of an outsider replaced; a host that is known says the platform."""
        out = _PROFILE.sub(lambda m: self._profile(m, platform), url)
        return _PAGE.sub(lambda m: self._profile(m, platform), out)

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

    def _profile(self, found: re.Match[str], platform: str) -> str:
        who, host = found["who"], found["head"].lower().removeprefix("https://").removeprefix("http://")
        where = _HOSTS.get(host.split("/")[0].removeprefix("www."), platform)
        if self.knows(who, where) or who.lower() in _NOT_PEOPLE or who == MASKED:
            return found.group()
        return f"{found['head']}{MASKED}"


def mask(reader: Reader, in_full: bool = False) -> Mask:
    """The mask of a case: members of every network are known by id and handle."""
    return Mask((account(r) for r in rows(reader, MEMBERS_SQL)), in_full)


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
