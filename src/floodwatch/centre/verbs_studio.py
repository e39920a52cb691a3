"""Verbs about reports, which stand in the one list. Loading it must stay cheap."""

from __future__ import annotations

from floodwatch.centre.parameters import CONSENT, DECIDING
from floodwatch.model.reports import PARTS, QUESTIONS, TEMPLATES
from floodwatch.model.units import Parameter, Verb

ACTIONS = (
    "list", "show", "new", "edit", "comment", "resolve", "dissent", "assign", "code", "answer", "review", "name",
    "freeze", "gate", "changed", "release", "pack",
)  # fmt: skip

STUDIO: tuple[Verb, ...] = (
    Verb(
        "report",
        "Write a report with live figures of a case, discuss it, freeze it with its evidence, and release it.",
        "floodwatch.centre.studio:report",
        (
            Parameter("action", "list", "What to do.", choices=ACTIONS, positional=True),
            Parameter("report", "", "Id of a report, the beginning of it, or its title.", positional=True),
            Parameter("title", "", "Title of a new report."),
            Parameter("template", "full", "What a new report begins as.", choices=TEMPLATES),
            Parameter("series", "", "Series that a new report belongs to."),
            Parameter("issue", 1, "Number of its first issue in the series."),
            Parameter("language", "en", "Language of a new report, such as en or fr."),
            Parameter("tlp", "", "How far a new report may be passed on: clear, green, amber, amber+strict or red."),
            Parameter("pap", "clear", "What may be done with it."),
            Parameter("file", "", "File with the text (new, edit), or with codes as unit,code (code)."),
            Parameter("text", "", "The text (new, edit, comment, dissent, answer, review)."),
            Parameter("quote", "", "Words of the report that a comment is about; it follows them."),
            Parameter("version", 0, "Which version; the last one at 0."),
            Parameter("number", 0, "Number of a comment (resolve)."),
            Parameter("part", "", "The part that somebody has (assign).", choices=("", *PARTS)),
            Parameter("who", "", "Who has that part (assign); who coded, where that was outside (code)."),
            Parameter("unit", "", "What is coded, such as the ref of a post (code)."),
            Parameter("code", "", "What it is coded as (code)."),
            Parameter("question", "", "Which question is answered (answer).", choices=("", *QUESTIONS)),
            Parameter("finding", "", "Which finding about the wording is answered, as the gate shows it (answer)."),
            Parameter("verdict", "approves", "What a reviewer says (review).", choices=("approves", "objects")),
            Parameter("ref", "", "Account that is named although it took no part; needs a reason (name)."),
            Parameter("to", (), "Who gets it (release)."),
            CONSENT,
            *DECIDING,
        ),
    ),
    Verb(
        "verify",
        "Recount every figure of a frozen report from the evidence beside it, and say which rows or figures differ.",
        "floodwatch.centre.verify:verify",
        (
            Parameter("what", "report", "What is checked.", choices=("report",), positional=True),
            Parameter("file", "", "Folder of the report, its manifest, or a zip of the folder.", positional=True),
        ),
        on="nothing",
    ),
    Verb(
        "withdraw",
        "Withdraw a claim, account, network or judgement: list what rests on it and who has it, draft corrections.",
        "floodwatch.centre.studio_ripple:withdraw",
        (
            Parameter("ref", "", "What is withdrawn, such as claim:… or account:x/42; only a list when empty.",
                      positional=True),
            Parameter("dry_run", False, "Only say what rests on it."),
            Parameter("undo", 0, "Number of a withdrawal that was a mistake."),
            *DECIDING,
        ),
        on="centre",
    ),
)  # fmt: skip
"""Part of `centre.verbs.VERBS`."""
