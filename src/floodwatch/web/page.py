"""What a page is: where it stands, what it answers with, and what it may ask of the centre."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case, Centre
    from floodwatch.model.acting import Acting

Values = Mapping[str, Any]
MOST_ROWS = 100
"""Rows of a table on one page."""
GROUPS = ("Centre", "Case", "Known", "Judged", "Running")
"""Parts of the navigation, in their order."""


class Query(dict[str, str]):
    """What stands behind the question mark of an address; what is not there is empty."""

    def __missing__(self, name: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for a page: who asks, in which centre and case, with what in the address."""

    centre: Centre
    acting: Acting
    case: Case | None = None
    path: Mapping[str, str] = field(default_factory=dict)
    query: Query = field(default_factory=Query)

    def of_case(self) -> Case:
        """The case, on a page that is about one."""
        if self.case is None:
            raise TypeError("This page is about no case")
        return self.case

    def look(self, view: str, **settings: Any) -> Any:
        """The answer of a view of the case, or of the casebook where the view is of that."""
        from floodwatch.centre.look import look

        return look(view, self.case or self.centre, self.acting, **settings)

    def call(self, verb: str, **settings: Any) -> dict[str, Any]:
        """The answer of a verb, on the case or on the centre as the verb needs."""
        from floodwatch.centre.call import call, verb_named

        place = self.case if verb_named(verb).on == "case" else self.centre
        return call(verb, place, acting=self.acting, **settings)

    def whole(self, name: str, least: int, most: int) -> int:
        """A whole number of the address within bounds; the lower bound where it is missing or none."""
        text = self.query.get(name, "")
        return (
            min(max(int(text), least), most)
            if text.isascii() and text.isdigit() and len(text) < 10
            else least
        )


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `answer` gives what its template `<name>.html.j2` shows; the same values are its JSON.

    `rows` names those of the values that are its CSV. `group` is the part of the navigation in which it stands, none
    for pages that one reaches from others. `scripts` are files below `static` that it loads. `noted`
    pages are put in the log of reads by themselves; the others ask a view or a verb, which is. `least` is the role that
    sees it in the navigation; what it asks decides whether it is answered.
    """

    name: str
    path: str
    title: str
    answer: Callable[[Asked], Values]
    group: str = ""
    rows: str = ""
    scripts: tuple[str, ...] = ()
    template: str = ""
    noted: bool = False
    least: str = "reader"

    @property
    def shows(self) -> str:
        """Name of its template."""
        return self.template or f"pages/{self.name}.html.j2"

    @property
    def of_case(self) -> bool:
        """Whether it is about one case."""
        return self.path.startswith("/c/{case}")
