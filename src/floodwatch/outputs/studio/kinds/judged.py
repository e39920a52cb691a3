"""Judgements and forecasts of the casebook, with likelihood and confidence apart; and what came of a kept matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from floodwatch.model.document import ASSESSED, REPORTED, Block, Judged, Paragraph, Table
from floodwatch.model.judgements import CONFIDENCES, STANDING
from floodwatch.model.reports import Evaluated, Number, Row
from floodwatch.model.runs import words
from floodwatch.model.units import Parameter
from floodwatch.outputs import text
from floodwatch.outputs.studio.kinds.base import Settings, View, nothing, value
from floodwatch.outputs.studio.kinds.network import shown

KEPT = ("judgement", "kind", "says", "statement", "likelihood", "low", "high", "word", "vocabulary", "confidence",
        "confidence_reason", "said_by", "made_at", "status", "markings")  # fmt: skip
ASKED = ("question", "resolution_rule", "horizon", "outcome")


class OneJudgement:
    """A judgement."""

    name = "judgement"
    description = "a judgement: how likely, and apart from that how sure one is"
    parameters = (Parameter("id", "", "Id of a judgement, or the beginning of it."),)
    subject = "id"
    free = False

    def asks(self, settings: Settings) -> Sequence[View]:
        """All that may be read."""
        return [("judgements", {"all": True})]

    def rows(self, answers: Sequence[Any], settings: Settings) -> list[dict[str, Any]]:
        """The one that stands, and the refs of what it rests on."""
        begins = settings["id"]
        found = [one for one in answers[0]["judgements"] if begins and one["judgement"].startswith(begins)]
        return [self._row(one) for one in found[:1] if one["status"] == STANDING]

    def _row(self, one: Row) -> dict[str, Any]:
        kept = (*KEPT, *(name for name in ASKED if name in one))
        rests = [claim["ref"] for claim in one["basis"]]
        return {"ref": f"judgement:{one['judgement']}", "rests": rests, **{name: one[name] for name in kept}}

    def numbers(self, rows: Sequence[Row], settings: Settings) -> list[Number]:
        """The ends of its band."""
        return [
            Number(name, row[name], f"{name} of the judgement's row", (str(row["ref"]),))
            for row in rows for name in ("low", "high") if row[name] is not None
        ]  # fmt: skip

    def blocks(self, one: Evaluated) -> list[Block]:
        """The judgement."""
        if not one.rows:
            return nothing(one, f"The {self.name}")
        row = one.rows[0]
        voice, by = (REPORTED, str(row["said_by"])) if row["said_by"] else (ASSESSED, "")
        if row["confidence"] not in CONFIDENCES or not row["confidence"]:
            return [Paragraph(words(str(row["says"])), voice=voice, by=by, refs=one.refs)]
        told = str(row.get("question") or "") or str(row["statement"])
        band = (row["low"], row["high"])
        because = " ".join(filter(None, (row["confidence_reason"], self._decided(row))))
        return [
            Judged(words(told), str(row["likelihood"]), *band, row["confidence"], because, voice=voice, by=by,
                   refs=one.refs)
        ]  # fmt: skip

    def _decided(self, row: Row) -> str:
        return (
            f"Decided by {row['resolution_rule']}, until {row['horizon']}."
            if row.get("resolution_rule")
            else ""
        )

    def inline(self, one: Evaluated) -> str:
        """What it says."""
        if one.asked.part:
            found = value(one, one.asked.part)
            return "" if found is None else shown(found)
        return str(one.rows[0]["says"]) if one.rows else ""


class OneForecast(OneJudgement):
    """A forecast."""

    name = "forecast"
    description = "a forecast: the question, how likely, how it will be decided"
    parameters = (Parameter("id", "", "Id of a forecast, or the beginning of it."),)

    def asks(self, settings: Settings) -> Sequence[View]:
        """All forecasts that may be read."""
        return [("judgements", {"kind": "forecast", "all": True})]


class OneWeighing:
    """What came of a matrix that was kept."""

    name = "weighing"
    description = "what came of a kept matrix: each explanation, and how much speaks against it"
    parameters = (Parameter("number", "", "Under which number it was kept."),)
    subject = "number"
    free = False

    def asks(self, settings: Settings) -> Sequence[View]:
        """The matrix."""
        return [("matrices", {"number": int(settings["number"] or 0)})]

    def rows(self, answers: Sequence[Any], settings: Settings) -> list[dict[str, Any]]:
        """Each explanation with what speaks against it."""
        return [
            {"ref": f"weighing:{one['number']}", "rests": list(one["refs"]), "question": one["question"],
             "hypothesis": row["hypothesis"], "against": row["against"], "rank": row["rank"]}
            for one in answers[0][:1] if settings["number"] for row in one["against"]
        ]  # fmt: skip

    def numbers(self, rows: Sequence[Row], settings: Settings) -> list[Number]:
        """What speaks against each."""
        return [
            Number(f"against_{row['hypothesis']}", row["against"], "against of its row", (str(row["ref"]),))
            for row in rows
        ]

    def blocks(self, one: Evaluated) -> list[Block]:
        """The table."""
        if not one.rows:
            return nothing(one, "The matrix")
        rows = tuple(
            (words(str(row["hypothesis"])), words(text.number(row["against"])), words(str(row["rank"])))
            for row in one.rows
        )
        head = tuple(map(words, ("Explanation", "Against it", "Rank")))
        caption = f"{one.rows[0]['question']} What is inconsistent with each explanation, least first."
        return [Table(head, rows, caption, ("start", "end", "end"), voice=ASSESSED, refs=one.refs)]

    def inline(self, one: Evaluated) -> str:
        """Its question."""
        return str(one.rows[0]["question"]) if one.rows else ""


JUDGEMENT, FORECAST, WEIGHING = OneJudgement(), OneForecast(), OneWeighing()
