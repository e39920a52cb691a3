"""What OpenAPI says holds: schemathesis asks every route what its description allows, and what it does not."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

load_all_checks()
LEFT_OUT = {
    "positive_data_acceptance": "what settings fit together is the verb's to say, in words, not a schema's",
    "unsupported_method": "asked once for all in test_attacks: GET and POST of a verb are two routes of one address",
    "missing_required_header": "no header is required; who one is, is said by several",
}
EXAMPLES = 6


@pytest.fixture
def schema(house):
    made = schemathesis.openapi.from_asgi("/api/v1/openapi.json", house.app)
    made.config.generation.update(modes=list(GenerationMode))
    return made


lazy = schemathesis.pytest.from_fixture("schema")


def checks():
    return [CHECKS.get_one(name) for name in CHECKS.get_all_names() if name not in LEFT_OUT]


@lazy.parametrize()
@settings(
    max_examples=EXAMPLES, derandomize=True, deadline=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_every_route_keeps_what_its_description_says(case, house):
    if "{case}" in case.path and case.path_parameters:
        case.path_parameters["case"] = "main"
    who = "feed" if case.path.startswith("/taxii2") else "ed"
    response = case.call(headers=house.headers[who])
    case.validate_response(response, checks=checks())
