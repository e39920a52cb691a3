"""What pages of the workbench share with reports: the style, the words for numbers, parts of pages, and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment


def style() -> str:
    """The style sheet of reports."""
    from floodwatch.outputs.html import style as shared

    return shared()


def templates(own: BaseLoader) -> Environment:
    """The templates of a face, beside those of reports; what reports call to make sentences and charts is there."""
    from jinja2 import ChoiceLoader

    from floodwatch.model.dossier import COVERT_MEANS, OUTSIDE
    from floodwatch.outputs import charts, told
    from floodwatch.outputs.html import environment, parts

    made = environment(ChoiceLoader([own, parts()]))
    made.globals |= {"charts": charts, "told": told, "covert_means": COVERT_MEANS, "outside": OUTSIDE}
    return made
