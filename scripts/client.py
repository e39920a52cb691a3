"""Writes the methods of the client from the list of verbs: `python scripts/client.py`; a test says when to."""

from __future__ import annotations

import keyword
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from floodwatch.centre.offered import every
from floodwatch.centre.once import SECRET
from floodwatch.model.units import Parameter, Verb

PLACE = Path(__file__).resolve().parent.parent / "src" / "floodwatch" / "client" / "verbs.py"
HEAD = '''"""The verbs of a server as methods. Written by `python scripts/client.py`; do not change it by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

Text = str | None
Texts = Sequence[str] | None
Whole = int | None
Number = float | None
Yes = bool | None
"""What is not given is as the server has it."""
Answer = dict[str, Any]
# ruff: noqa: E501
# fmt: off
'''
CLASS = '''

class {name}:
    """{says}"""

    def _do(self, verb: str, settings: Mapping[str, Any]) -> Answer:
        raise NotImplementedError
'''
OF = {
    "CentreVerbs": (("centre", "nothing"), "What is asked of a whole centre."),
    "CaseVerbs": (("case",), "What is asked of one case."),
}
NOT_HERE = (*SECRET, "job")
"""Verbs that no token may use, and jobs, for which the client has methods of its own."""


def written() -> str:
    """The file."""
    parts = [HEAD]
    for name, (places, says) in OF.items():
        parts.append(CLASS.format(name=name, says=says))
        parts += [method(verb) for verb in every() if verb.on in places and verb.name not in NOT_HERE]
    return "".join(parts)


def method(verb: Verb) -> str:
    """One verb: every setting may be given by name, those that stand without one on the command line also in order."""
    names = [_name(p) for p in verb.parameters]
    first = [p for p in verb.parameters if p.positional]
    rest = [p for p in verb.parameters if not p.positional]
    told = ["self", *map(_typed, first), *(["*"] if rest else []), *map(_typed, rest)]
    given = ", ".join(f'"{name}": {name}' for name in names)
    signature = _wrapped(f"    def {verb.name}({', '.join(told)}) -> Answer:", 8)
    body = _wrapped(f'        return self._do("{verb.name}", {{{given}}})', 12)
    return f'\n{signature}\n        """{verb.description}"""\n{body}\n'


def _wrapped(text: str, indent: int) -> str:
    """The text in lines that break after commas alone."""
    held = text.replace(", ", "\n").replace(" ", "\xa0").replace("\n", ", ")
    lines = textwrap.wrap(
        held, 116, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines).replace("\xa0", " ")


def _typed(parameter: Parameter) -> str:
    return f"{_name(parameter)}: {_type(parameter)} = None"


def _type(parameter: Parameter) -> str:
    default = parameter.default
    if isinstance(default, tuple):
        return "Texts"
    if parameter.choices:
        return f"Literal[{', '.join(_listed(parameter.choices))}, None]"
    return {"bool": "Yes", "int": "Whole", "float": "Number"}.get(type(default).__name__, "Text")


def _listed(choices: tuple[str, ...]) -> Iterator[str]:
    return (f'"{one}"' for one in choices)


def _name(parameter: Parameter) -> str:
    return f"{parameter.name}_" if keyword.iskeyword(parameter.name) else parameter.name


if __name__ == "__main__":
    PLACE.write_text(written(), "utf-8")
    sys.exit(0)
