"""What OpenAPI says holds: schemathesis asks every route what its description allows, and what it does not."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

load_all_checks()
LEFT_OUT = (
    "positive_data_acceptance",  # which settings fit together is the verb's to say, in words and not in a schema
    "missing_required_header",  # none is required: who one is may be said by several
    "ignored_auth",  # test_attacks asks every route without a token and with wrong ones
    # Of what TAXII does not know in a query nothing is said there, so it is passed over, as other servers do.
    "unsupported_method",  # POST and GET of a verb are two routes of one address
)
REJECTS = "negative_data_rejection"
EXAMPLES = 1


def test_every_route_keeps_what_its_description_says(house):
    """A bounded number of questions, the same each time; whatever fails is told for all routes together."""
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", house.app)
    checks = [CHECKS.get_one(name) for name in CHECKS.get_all_names() if name not in LEFT_OUT]
    failed, asked = [], 0
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in GenerationMode:
            try:
                asked += _probed(operation, mode, house, checks)
            except Unsatisfiable:
                continue  # nothing can be wrong about a route that takes nothing
            except BaseException as problem:
                failed.append(f"{operation.label} ({mode.value}): {problem}")
    assert not failed, "\n\n".join(failed)
    assert asked > 150


def _wrong(case):
    """Whether query or body is wrong: the token and the case of an address are put right before it is sent."""
    parts = {part.value: told.mode for part, told in case.meta.components.items()}
    return GenerationMode.NEGATIVE in (parts.get("query"), parts.get("body"))


def _probed(operation, mode, house, checks):
    asked = [0]

    @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None,
              phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def probe(case):
        asked[0] += 1
        if "{case}" in case.path:
            case.path_parameters["case"] = "main"
        who = "feed" if case.path.startswith("/taxii2") else "ed"
        response = case.call(headers=house.headers[who])
        kept = [
            one
            for one in checks
            if one.__name__ != REJECTS or (_wrong(case) and response.status_code != 413 and who != "feed")
        ]
        case.validate_response(response, checks=kept)

    probe()
    return asked[0]
