"""Verbs about markings, consent, hand-overs and roles, which stand in the one list. Loading it must stay cheap."""

from __future__ import annotations

from floodwatch.centre.parameters import CONSENT
from floodwatch.model.units import Parameter, Verb
from floodwatch.model.voices import PARTS

BY = Parameter("by", "", "Who decides; the user of this machine when empty.")
REASON = Parameter("reason", "", "Why.")
UNDO = Parameter("undo", 0, "Number of a decision to take back, as the answer shows it.")

MARKED: tuple[Verb, ...] = (
    Verb(
        "marking",
        "Show how sources are marked and who wants to be asked; mark one, or record its originator's consent.",
        "floodwatch.centre.marking:marking",
        (
            Parameter(
                "source",
                "",
                "A document by file, title or hash, or case:NAME; all that are marked when empty.",
                positional=True,
            ),
            Parameter("tlp", "", "How far it may be passed on: clear, green, amber, amber+strict or red."),
            Parameter("pap", "", "What may be done with it: clear, green, amber or red."),
            Parameter("anew", False, "Replace what it was marked with before; needs a reason."),
            Parameter("asks", "", "Who wants to be asked before anything of it is passed on."),
            Parameter("consent", "", "Who agreed that it is passed on."),
            Parameter("on", "", "Day of the consent, as YYYY-MM-DD."),
            Parameter("text", "", "The words of the consent."),
            UNDO,
            BY,
            REASON,
        ),
        on="centre",
    ),
    Verb(
        "dissemination",
        "List what was handed to whom, when and under which marking; or record a hand-over made otherwise.",
        "floodwatch.centre.dissemination:dissemination",
        (
            Parameter("file", "", "A file that was handed over; only the list when empty.", positional=True),
            Parameter("to", "", "To whom."),
            Parameter("on", "", "Day of the hand-over, as YYYY-MM-DD; unknown when empty."),
            Parameter("how", "", "By which way, such as e-mail."),
            Parameter("tlp", "", "How the file is marked, where that is not known here."),
            Parameter("pap", "", "What may be done with it, where that is not known here."),
            CONSENT,
            Parameter("undo", 0, "Number of a line that was recorded by mistake: it is struck out."),
            BY,
        ),
        on="centre",
    ),
    Verb(
        "role",
        "Show which part voices have in a case, or decide it; everybody is a bystander until somebody does.",
        "floodwatch.centre.role:role",
        (
            Parameter("voice", "", "An account, such as account:x/123, or a known name.", positional=True),
            Parameter("part", "", "The part that it has.", choices=("", *PARTS), positional=True),
            UNDO,
            BY,
            REASON,
        ),
    ),
)
"""Part of `centre.verbs.VERBS`."""
