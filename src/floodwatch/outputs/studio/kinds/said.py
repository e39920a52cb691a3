"""What others said: a post in its own language with a translation that says who made it; a claim with its source."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from floodwatch.model import refs
from floodwatch.model.document import OBSERVED, REPORTED, Block, Paragraph, Quote
from floodwatch.model.reports import Evaluated, Number, Row
from floodwatch.model.runs import words
from floodwatch.model.units import Parameter
from floodwatch.outputs.studio.kinds.base import Settings, View, nothing, value
from floodwatch.outputs.studio.kinds.network import shown

UNKNOWN = "und"
STANDS = ("suggested", "confirmed")


class OnePost:
    """A post, quoted."""

    name = "quote"
    description = "a post in its own language, with a translation that says who made it"
    parameters = (
        Parameter("post", "", "Ref of the post, such as post:x/123."),
        Parameter("to", "en", "Language of the translation; none where nobody made one."),
    )
    subject = "post"
    free = False

    def asks(self, settings: Settings) -> Sequence[View]:
        """The post and its translations."""
        return [("translations", {"posts": (settings["post"],)})]

    def rows(self, answers: Sequence[Any], settings: Settings) -> list[dict[str, Any]]:
        """The post with the first translation that is not of an older text."""
        made = []
        for post in answers[0]["posts"]:
            fit = [t for t in post["translations"] if t["target"] == settings["to"] and not t["stale"]]
            told = {name: fit[0][name] for name in ("text", "made_by", "author")} if fit else {}
            made.append({
                "ref": post["ref"], "rests": [post["account"]], "account": post["account"],
                "created_at": post["created_at"], "language": _tag(post["source"]), "text": post["text"],
                "translation": told.get("text", ""), "translator": told.get("made_by", ""),
                "translated_by": told.get("author", "") if told.get("made_by") == "machine" else "",
            })  # fmt: skip
        return made

    def numbers(self, rows: Sequence[Row], settings: Settings) -> list[Number]:
        """None."""
        return []

    def blocks(self, one: Evaluated) -> list[Block]:
        """The quote."""
        if not one.rows:
            return nothing(one, "The post")
        row = one.rows[0]
        when = f", {str(row['created_at'])[:16].replace('T', ' ')} UTC" if row["created_at"] else ""
        told = str(row["text"]).strip() or "(no text)"
        return [
            Quote(told, str(row["language"]), _towards(told), f"{author(row)}{when}", str(row["translation"]),
                  str(row["translated_by"]), str(row["translator"]), voice=OBSERVED, refs=one.refs)
        ]  # fmt: skip

    def inline(self, one: Evaluated) -> str:
        """Whose post of which day."""
        if not one.rows:
            return ""
        row = one.rows[0]
        return f"the post by {author(row)} of {str(row['created_at'])[:10]}"


class OneClaim:
    """A claim, with its source."""

    name = "claim"
    description = "a claim in words, with whoever makes it, its source and date"
    parameters = (Parameter("id", "", "Id of the claim."),)
    subject = "id"
    free = False

    def asks(self, settings: Settings) -> Sequence[View]:
        """The claim."""
        return [("cited", {"claim_id": settings["id"]})]

    def rows(self, answers: Sequence[Any], settings: Settings) -> list[dict[str, Any]]:
        """The claim, where it stands."""
        return [dict(row) for row in answers[0] if row["status"] in STANDS]

    def numbers(self, rows: Sequence[Row], settings: Settings) -> list[Number]:
        """Its value, or the ends of it."""
        return [
            Number(name, row[name], f"{name} value of the claim's row", (str(row["ref"]),))
            for row in rows for name in ("low", "high") if row[name] is not None
        ]  # fmt: skip

    def blocks(self, one: Evaluated) -> list[Block]:
        """The claim as what others report."""
        if not one.rows:
            return nothing(one, "The claim")
        row = one.rows[0]
        dated = f", as of {row['as_of']}" if row["as_of"] else ""
        waits = " Nobody here has confirmed it." if row["status"] == "suggested" else ""
        line = f"{row['says']}{dated} ({row['source'] or 'no source named'}).{waits}"
        return [
            Paragraph(
                words(line), voice=REPORTED, by=str(row["said_by"] or row["source"] or ""), refs=one.refs
            )
        ]

    def inline(self, one: Evaluated) -> str:
        """A value of it, or what it says."""
        if not one.rows:
            return ""
        part = one.asked.part
        if part in ("low", "high"):
            found = value(one, part)
            return "" if found is None else shown(found)
        return str(one.rows[0].get(part or "says") or "")


def author(row: Row) -> str:
    """Who wrote a post: the id of the account, and where."""
    one = refs.parse(str(row["account"]))
    return f"{one.id} on {one.platform}"


def _tag(language: str) -> str:
    return language if language and language != "auto" else UNKNOWN


def _towards(said: str) -> str:
    strong = (unicodedata.bidirectional(c) for c in said)
    return next(("ltr" if kind == "L" else "rtl" for kind in strong if kind in ("L", "R", "AL")), "ltr")


QUOTE, CLAIM = OnePost(), OneClaim()
