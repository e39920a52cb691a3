"""Verbs about judgements and forecasts, which stand in the one list. Loading it must stay cheap."""

from __future__ import annotations

from floodwatch.centre.verbs_checked import ESTIMATES
from floodwatch.model.history import METHODS
from floodwatch.model.judgements import CONFIDENCES, OUTCOMES, VERDICTS
from floodwatch.model.units import Parameter, Verb

SAID = (
    Parameter("vocabulary", "icd_203", "Whose words likelihoods are told in.",
              choices=ESTIMATES),
    Parameter("confidence", "", "How good sources and logic are, never how likely it is (new).",
              choices=("", *CONFIDENCES)),
    Parameter("because", "", "Why the confidence is no higher and no lower (new)."),
    Parameter("basis", (), "What it rests on: id of a claim, finding:CASE/NETWORK, sha256:… of a kept file (new)."),
    Parameter("about", (), "Whom or what it is about, by name or id (new)."),
    Parameter("assumption", (), "What is taken as given (new)."),
    Parameter("alternative", (), "What else could explain it (new)."),
    Parameter("would_change", (), "What would change it (new)."),
    Parameter("scope", "", "Where one looked for what was not observed (new)."),
    Parameter("period", "", "Of which days that was looked through (new)."),
    Parameter("collection", "", "How what was looked through had been collected (new)."),
    Parameter("power", "", "How much would have been found had it been there (new)."),
    Parameter("topic", "", "What it belongs to, such as elections: for lists and scores."),
    Parameter("said_by", "", "Who made it, where it is somebody else's that you enter (new)."),
    Parameter("source", "", "The document that says so: its file, title or hash (new)."),
    Parameter("anyway", False, "Enter it although its words are to be mended; what is stays beside it (new)."),
)  # fmt: skip
MARKS = (
    Parameter(
        "tlp", "", "Marking of what is new; of what is shown the strictest that is (of a record: CLEAR)."
    ),
    Parameter("pap", "", "The same by what may be done with it (PAP)."),
)
DECIDING = (
    Parameter("all", False, "Retracted and superseded ones too (list)."),
    Parameter("undo", 0, "Number of a decision to take back, as the answer shows it."),
    Parameter("by", "", "Who judges or decides; the user of this machine when empty."),
    Parameter("reason", "", "Why, or what a reviewer says."),
)

FORECASTING = ("list", "new", "base", "show", "update", "resolve", "due", "score", "record", "retract")
PAST = (
    Parameter(
        "history",
        "",
        "What the base rate that is kept is counted from (new, base); forecasts on the topic when empty.",
        choices=("", "incidents", "elections", "forecasts", "none"),
    ),
    Parameter("like", "", "Only cases with these words in their names (new, base)."),
    Parameter("actor", "", "Only what this actor did, or a country's actors (new, base)."),
    Parameter("country", "", "Only what happened there (new, base)."),
    Parameter("sector", "", "Only what harmed this sector (new, base)."),
    Parameter("motive", "", "Only incidents for this, such as espionage (new, base)."),
    Parameter("since", "", "The day since when such would be known, as YYYY-MM-DD (new, base)."),
    Parameter(
        "stretch", 0, "How long a past case is; as long as until the horizon when 0 (new, base).", "days"
    ),
    Parameter("at_least", 1, "How many incidents make a hit (new, base)."),
    Parameter(
        "method",
        "share",
        "From the share of cases that were hits, or from counts with elections as a covariate (new, base).",
        choices=METHODS,
    ),
)

JUDGED: tuple[Verb, ...] = (
    Verb(
        "judge",
        "Enter a judgement with likelihood, confidence and basis; list, show, review, supersede or retract them.",
        "floodwatch.centre.judge:judge",
        (
            Parameter("action", "list", "What to do.", positional=True,
                      choices=("list", "new", "show", "review", "supersede", "retract")),
            Parameter("words", (), "The statement (new); an id or its beginning (show, review, retract); "
                      "an id, then the statement (supersede).", positional=True),
            Parameter("likelihood", "", "How likely it is: a word, a number such as 70%, or 60%-70% (new)."),
            *SAID,
            Parameter("verdict", "agree", "What a reviewer says.", choices=VERDICTS),
            *MARKS,
            *DECIDING,
        ),
        on="centre",
    ),
    Verb(
        "forecast",
        "Make a forecast that can come true, beside its base rate; update, resolve and score it; say which are due.",
        "floodwatch.centre.forecast:forecast",
        (
            Parameter("action", "list", "What to do.", positional=True,
                      choices=FORECASTING),
            Parameter("words", (), "The question (new); an id or its beginning (show, update, resolve, retract).",
                      positional=True),
            Parameter("probability", "", "How likely it is to come true, as 35% (new, update)."),
            Parameter("rule", "", "By what it is decided, so that two people would decide alike (new)."),
            Parameter("horizon", "", "The last day that counts, as YYYY-MM-DD (new)."),
            *PAST,
            Parameter("statement", "", "What is forecast, as a sentence; the question when empty (new)."),
            *SAID,
            Parameter("outcome", "", "What came of it (resolve).", choices=("", *OUTCOMES)),
            Parameter("on", "", "The day of that, or the day from which to look (resolve, due); today when empty."),
            Parameter("within", 14, "How far to look ahead (due).", "days"),
            Parameter("names", False, "With the names of authors, else with numbers for them (record)."),
            Parameter("out", "", "Folder for record.html and record.json; in the centre when empty (record)."),
            *MARKS,
            *DECIDING,
        ),
        on="centre",
    ),
)  # fmt: skip
"""Part of `centre.verbs.VERBS`."""
