"""The first page in plain sentences: what was found, what the data can show, and what it cannot."""

from __future__ import annotations

from collections import Counter

from floodwatch.model.dossier import Network, Overview, Rows, said
from floodwatch.model.findings import KINDS

CAN_SHOW = (
    "Accounts that act on the same things (reposts, links, texts, hashtags, replies, images) together "
    "more often than their activity, their daily rhythm and the popularity of those things explain.",
    "Which posts stand behind every link between two accounts, and how much chance would have produced.",
)
_CANNOT = (
    "Who is behind a network, who pays for it, and whether it does harm: these are not assessed here.",
    "Coordination that leaves no common trace in these posts, such as plans made in private or accounts that "
    "never act on the same thing.",
    "Anything outside the posts that were read: absent posts, platforms and periods were not looked at.",
)
_METHOD_LIMITS = {
    "keyword": "Posts that do not match the search words were never collected: accounts look more alike than "
    "they are.",
    "takedown": "The data hold only accounts that a platform had removed: there are no ordinary accounts to "
    "compare with.",
    "seed_accounts": "The data hold only accounts chosen beforehand: there are no ordinary ones to compare "
    "with.",
    "sample": "The data are a sample: pairs of accounts are seen together less often than they were.",
    "unknown": "How the posts were collected is not known, nor what the selection itself explains.",
}


def headline(seen: Overview, traces: Rows, found: tuple[Network, ...]) -> tuple[str, ...]:
    """Two or three sentences: how many networks of which kind, their share, the largest covert one."""
    posts, authors = seen.counts["posts"] or 0, seen.counts["authors"] or 0
    read = f"Read: {_count(posts, 'post')} by {_count(authors, 'account')}"
    if not found:
        tested = ", ".join(said(t["trace"]) for t in traces) or "nothing"
        return (
            "No network of accounts that move together beyond chance was found.",
            f"{read}. Tested: {tested}. "
            "This is a result only as far as the test could see; how far is given below.",
        )
    kinds = Counter(n.kind for n in found)
    named = [f"{kinds[k]} {k}" for k in KINDS if kinds[k]]
    inside = sum(n.members for n in found)
    share = f" ({inside / authors:.1%} of the accounts)" if authors else ""
    first = f"{len(found)} networks of accounts move together more than chance explains: {_and(named)}."
    if len(found) == 1:
        first = f"One network of accounts moves together more than chance explains; it is {found[0].kind}."
    return (first, f"{read}; {inside:,} accounts{share} are in these networks.", *_largest(found))


def cannot_show(seen: Overview) -> tuple[str, ...]:
    """What the data cannot show, with what follows from the way they were collected."""
    methods = sorted({str(c["method"]) for c in seen.collections})
    return (*(_METHOD_LIMITS[m] for m in methods if m in _METHOD_LIMITS), *_CANNOT)


def _largest(found: tuple[Network, ...]) -> tuple[str, ...]:
    covert = [n for n in found if n.kind == "covert"]
    if not covert:
        return ("No network shows signs of concealment strong enough to be called covert.",)
    top = max(covert, key=lambda n: (n.members, n.network_id))
    does = _and([said(b) for b in top.behaviours]) or "actions"
    chance = ""
    if top.expected is not None and top.observed is not None and top.observed > top.expected:
        expected, observed = _round(top.expected), _round(top.observed)
        chance = f"; chance would have produced {expected} shared objects, {observed} were seen"
    return (
        f"The largest covert network has {top.members:,} accounts on "
        f"{_and(list(top.platforms)) or 'one platform'}, tied by {does}{chance}.",
    )


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else ""


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def _round(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"
