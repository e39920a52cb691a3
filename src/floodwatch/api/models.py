"""Models of what a verb or a view takes, made from its parameters: they check what comes and describe it in OpenAPI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from floodwatch.api.problems import Problem
from floodwatch.model.units import Parameter

if TYPE_CHECKING:
    from pydantic import BaseModel

    Fields = dict[str, Any]

MOST_TEXT, MOST_LIST, MOST_NUMBER = 100_000, 10_000, 2**53
TRUE, FALSE = ("true", "1"), ("false", "0")


@cache
def model(name: str, parameters: tuple[Parameter, ...]) -> type[BaseModel]:
    """A model with a field for each parameter; what it does not know is refused."""
    from pydantic import ConfigDict, create_model

    fields: Fields = {f"p_{p.name}": _field(p) for p in parameters}
    made: type[BaseModel] = create_model(
        name, __config__=ConfigDict(extra="forbid", strict=True, populate_by_name=False), **fields
    )
    return made


def _field(parameter: Parameter) -> tuple[Any, Any]:
    from pydantic import Field

    told = f"{parameter.help} In {parameter.unit}." if parameter.unit else parameter.help
    default = list(parameter.default) if isinstance(parameter.default, tuple) else parameter.default
    return _type(parameter), Field(default=default, description=told, alias=parameter.name)


def _type(parameter: Parameter) -> Any:
    """The type of a parameter: that of its default, within bounds."""
    from pydantic import AfterValidator, Field

    text = Annotated[str, Field(max_length=MOST_TEXT), AfterValidator(_without_nul)]
    default = parameter.default
    if isinstance(default, tuple):
        return Annotated[list[text], Field(max_length=MOST_LIST)]
    if isinstance(default, bool):
        return bool
    if isinstance(default, int):
        return Annotated[int, Field(ge=-MOST_NUMBER, le=MOST_NUMBER)]
    if isinstance(default, float):
        return Annotated[float, Field(ge=-MOST_NUMBER, le=MOST_NUMBER, allow_inf_nan=False)]
    if parameter.choices:
        return Literal[parameter.choices]
    return text | None if default is None else text


def _without_nul(text: str) -> str:
    """Databases and file systems end a text at a NUL, which would be another text."""
    if "\0" in text:
        raise ValueError("A text holds no NUL")
    return text


def checked(made: type[BaseModel], values: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, of the right types (Problem that names each field that does not fit)."""
    from pydantic import ValidationError

    try:
        found = made.model_validate(dict(values))
    except ValidationError as problem:
        wrong = [
            {"field": ".".join(map(str, one["loc"])), "what": one["msg"]} for one in problem.errors()[:20]
        ]
        raise Problem(422, "The request does not fit", "See the description of this address.", "setting",
                      errors=wrong) from None  # fmt: skip
    told = found.model_dump(by_alias=True, exclude_unset=True)
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}


def from_query(parameters: Sequence[Parameter], query: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The texts of a query with the types of their parameters; what is not of its type stays text and is refused."""
    known = {p.name: p.default for p in parameters}
    found: dict[str, Any] = {}
    for name, text in query:
        default = known.get(name)
        if isinstance(default, tuple):
            found.setdefault(name, []).append(text)
        elif name in found:
            raise Problem(422, f"{name} is given twice")
        else:
            found[name] = _value(default, text)
    return found


def _value(default: Any, text: str) -> Any:
    if isinstance(default, bool):
        return True if text in TRUE else False if text in FALSE else text
    if isinstance(default, int | float):
        try:
            return type(default)(text) if text.isascii() and len(text) < 40 and "_" not in text else text
        except ValueError:
            return text
    return text


def body(made: type[BaseModel]) -> dict[str, Any]:
    """The body of a request as OpenAPI describes it."""
    return {"requestBody": {"content": {"application/json": {"schema": schema(made)}}, "required": False}}


def schema(made: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of a model."""
    return made.model_json_schema(by_alias=True)


def query(made: type[BaseModel]) -> list[dict[str, Any]]:
    """The fields of a model as parameters of a query."""
    told = schema(made).get("properties", {})
    return [
        {
            "name": name, "in": "query", "required": False, "description": one.get("description", ""),
            "schema": {key: value for key, value in one.items() if key not in {"description", "title"}},
        }
        for name, one in told.items()
    ]  # fmt: skip
