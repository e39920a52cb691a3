"""The verb that checks what was written, which stands in the one list. Loading it must stay cheap."""

from __future__ import annotations

from floodwatch.model.units import Parameter, Verb

ESTIMATES = ("icd_203", "kent", "nato", "french")
"""Vocabularies of likelihood, as in `vocabulary/estimates`."""

CHECKED: tuple[Verb, ...] = (
    Verb(
        "lint",
        "Check the language of reports: hedges without a number, bare figures, attributions as facts … with remedies.",
        "floodwatch.centre.lint:lint",
        (
            Parameter("inputs", (), "Files or folders of documents.", positional=True),
            Parameter("vocabulary", "icd_203", "Whose words say how likely something is.", choices=ESTIMATES),
            Parameter(
                "casebook",
                False,
                "Check the words of the centre's own judgements and forecasts that stand.",
            ),
        ),
        on="centre",
    ),
)
