"""Every verb: its function, its help, its method."""

from __future__ import annotations

import inspect
import re
from importlib import import_module

import pytest

from floodwatch.centre.handles import Case, Centre
from floodwatch.centre.verbs import VERBS

verbs = pytest.mark.parametrize("verb", VERBS, ids=lambda v: v.name)


def function_of(verb):
    module, name = verb.target.split(":")
    return getattr(import_module(module), name)


@verbs
def test_a_verb_explains_itself_and_its_parameters(verb):
    assert re.match(r"[a-z]+$", verb.name)
    assert verb.description.endswith(".")
    names = [p.name for p in verb.parameters]
    assert len(names) == len(set(names))
    assert all(p.help.endswith(".") for p in verb.parameters)


@verbs
def test_its_function_takes_its_parameters_with_the_same_defaults(verb):
    taken = list(inspect.signature(function_of(verb)).parameters.values())[2:]
    anything = any(p.kind is p.VAR_KEYWORD for p in taken)
    defaults = {p.name: p.default for p in taken if p.kind is not p.VAR_KEYWORD}
    for parameter in verb.parameters:
        assert anything or parameter.name in defaults
        assert defaults.get(parameter.name, parameter.default) in (parameter.default, inspect.Parameter.empty)
    assert set(defaults) <= {p.name for p in verb.parameters}


@verbs
def test_what_a_network_may_ask_for_is_a_method_too(verb):
    if not verb.local:
        assert hasattr({"case": Case, "centre": Centre, "nothing": Centre}[verb.on], verb.name)
