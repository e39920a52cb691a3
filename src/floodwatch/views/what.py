"""What a network acts on: the objects that most members share, labelled so that people can read them."""

from __future__ import annotations

from typing import Any

from floodwatch.model.dossier import OUTSIDE, Rows
from floodwatch.views.mask import MASKS, Mask, web_address
from floodwatch.views.unit import Reader, grouped, has, rows

OBJECTS = """
WITH acted AS (
  SELECT m.network_id, x.trace, x.object_id, x.platform, x.account_id, x.acted_at, x.post_id
  FROM actions x JOIN members m ON m.platform = x.platform AND m.account_id = x.account_id
  WHERE m.network_id IN ({ids})),
counted AS (
  SELECT network_id, trace, object_id, count(DISTINCT (platform, account_id)) AS members, count(*) AS actions,
    min(acted_at) AS first_at, max(acted_at) AS last_at,
    min((acted_at, platform, post_id)) AS first_post
  FROM acted GROUP BY network_id, trace, object_id HAVING count(DISTINCT (platform, account_id)) > 1),
ranked AS (
  SELECT *, count(*) OVER (PARTITION BY network_id) AS total,
    row_number() OVER (PARTITION BY network_id ORDER BY members DESC, actions DESC, trace, object_id) AS place
  FROM counted),
kept AS (SELECT * FROM ranked WHERE place <= {most}),
everyone AS (
  SELECT x.trace, x.object_id, count(DISTINCT (x.platform, x.account_id)) AS accounts
  FROM actions x SEMI JOIN kept k ON k.trace = x.trace AND k.object_id = x.object_id
  GROUP BY x.trace, x.object_id)
SELECT k.network_id, k.trace, k.object_id, k.members, k.actions, k.first_at, k.last_at, k.total,
  v.accounts, p.text, p.platform, a.handle, o.permalink,
  coalesce(o.account_id, CASE k.trace WHEN 'repost' THEN p.repost_of_account
    WHEN 'reply' THEN p.reply_to_account END) AS origin_id
FROM kept k JOIN everyone v ON v.trace = k.trace AND v.object_id = k.object_id
LEFT JOIN posts p ON p.platform = struct_extract(k.first_post, 2)
  AND p.post_id = struct_extract(k.first_post, 3)
LEFT JOIN posts o ON o.platform = p.platform
  AND o.post_id = CASE k.trace WHEN 'repost' THEN p.repost_of WHEN 'reply' THEN p.reply_to END
LEFT JOIN accounts a ON a.platform = o.platform AND a.account_id = o.account_id
ORDER BY k.network_id, k.place"""

DOMAINS = """
WITH linked AS (
  SELECT m.network_id, l.domain, count(DISTINCT (l.platform, l.account_id)) AS members,
    count(DISTINCT (l.platform, l.post_id)) AS posts
  FROM post_links l JOIN members m ON m.platform = l.platform AND m.account_id = l.account_id
  WHERE m.network_id IN ({ids}) AND l.domain IS NOT NULL GROUP BY ALL)
SELECT *, count(*) OVER (PARTITION BY network_id) AS total FROM linked
QUALIFY row_number() OVER (PARTITION BY network_id ORDER BY members DESC, posts DESC, domain) <= {most}
ORDER BY network_id, members DESC, posts DESC, domain"""

SPELLED_OUT = ("url", "domain", "hashtag_sequence")
"""Traces whose object's id is what people read; the others are shown by the text of a post."""


def view(reader: Reader, ids: str, mask: Mask, most: int) -> dict[str, Rows]:
    """The objects that most members of each network acted on; `total` counts those shared by two or more."""
    found = rows(reader, OBJECTS.format(ids=ids, most=most))
    return dict(grouped([_object(row, mask) for row in found]))


def domains(reader: Reader, ids: str, most: int) -> dict[str, Rows]:
    """The domains that each network links, most members first, those in shared posts included."""
    if not has(reader, "post_links"):
        return {}
    return dict(grouped(rows(reader, DOMAINS.format(ids=ids, most=most))))


def _object(row: dict[str, Any], mask: Mask) -> dict[str, Any]:
    text = row.pop("text")
    row["label"] = label(row["trace"], row["object_id"], text, mask, row["platform"] or "")
    permalink, handle = row.pop("permalink"), row.pop("handle")
    row["origin"], row["link"] = "", ""
    if row["trace"] == "url":
        row["link"] = web_address(mask.url(row["object_id"], row["platform"] or ""))
    elif row["origin_id"]:
        origin = mask.account(row["platform"], row["origin_id"])
        row["origin"] = origin.label if origin else OUTSIDE
        row["link"] = (
            web_address(permalink) if origin or _nameless(permalink, handle, row["origin_id"]) else ""
        )
    return row


def _nameless(address: str | None, handle: str | None, account_id: str) -> bool:
    """Whether a link to an outsider's post is known not to name its author."""
    plain = (address or "").lower()
    return bool(handle) and not any(n.lower().lstrip("@") in plain for n in (handle or "", account_id))


def label(
    trace: str, object_id: str, text: str | None, mask: Mask, platform: str = "", most: int = 200
) -> str:
    """An object in words: a link, domain or hashtags as they are, anything else by the text of a post."""
    if trace in SPELLED_OUT:
        return cut(mask.url(object_id[: 8 * most], platform), most)[0]
    shown, _ = masked(text, mask, most, platform)
    if trace == "reply":
        return f"one post, answered for example with: {shown or '(no text)'}"
    return shown or "(no text)"


def masked(text: str | None, mask: Mask, most: int, platform: str = "") -> tuple[str, bool]:
    """The text masked, then cut: half an address would not be recognised as one.

    A text of a megabyte is cut between two words before it is searched for names.
    """
    whole = text or ""
    first = whole if len(whole) <= 8 * most else whole[: 8 * most].rsplit(None, 1)[0]
    shown, shorter = cut(mask.post(first, platform), most)
    return (shown, shorter) if shorter or first == whole else (f"{shown} …", True)


def cut(text: str, most: int) -> tuple[str, bool]:
    """The text at most so many characters long, never ending in half a mask, and whether it was cut."""
    flat = text.strip()
    if len(flat) <= most:
        return flat, False
    inside = (m.start() for m in MASKS.finditer(flat) if m.start() < most - 1 < m.end())
    return flat[: next(inside, most - 1)].rstrip() + "…", True
