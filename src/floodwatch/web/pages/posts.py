"""Search over the posts of a case, and everything about one account."""

from __future__ import annotations

from floodwatch.web.page import Asked, Page, Values

FILTERS = ("language", "platform", "account", "network", "since", "until")


def search(asked: Asked) -> Values:
    """The posts that hold some words."""
    words = asked.query.get("words", "").strip()
    given = {name: asked.query[name] for name in FILTERS if asked.query.get(name)}
    if not words and not given:
        return {"words": "", "posts": [], "found": 0, "offset": 0, "limit": 20}
    limit, offset = 20, asked.whole("offset", 0, 10**5)
    return {**asked.call("search", words=words, limit=limit, offset=offset, **given), "limit": limit}


def account(asked: Asked) -> Values:
    """Everything that the case knows of one account."""
    from floodwatch.centre.front import account_known

    return {"dossier": account_known(asked.of_case(), asked.acting, asked.path["account"])}


PAGES = (
    Page("search", "/c/{case}/search", "Search", search, "Case", "posts"),
    Page("account", "/c/{case}/accounts/{account:path}", "Account", account),
)
