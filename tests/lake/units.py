"""A unit made of one query, for tests of the plan."""

from collections.abc import Mapping
from dataclasses import dataclass

from floodwatch.model.units import Engine, Example, Parameter, Step, Value, sql_name


@dataclass
class Sql:
    """Makes its first table by a query that its parameters fill."""

    name: str
    needs: tuple[str, ...]
    makes: tuple[str, ...]
    sql: str
    version: int = 1
    description: str = "test"
    parameters: tuple[Parameter, ...] = (Parameter("factor", 1, "multiplies"),)
    grows: bool = False
    runs: int = 0

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        self.runs += 1
        engine.table(Step(sql_name(self.makes[0]), self.sql.format(**settings)))

    def examples(self) -> list[Example]:
        return []
