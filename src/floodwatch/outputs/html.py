"""The report: one HTML file that opens offline, fetches nothing, and treats every ingested text as hostile.

Jinja2 escapes everything, scripts and styles are allowed by their hash only, and links lead only to http
and https addresses (or nowhere, in a defanged report).
"""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from floodwatch.model.dossier import COVERT_MEANS, OUTSIDE, Dossier
from floodwatch.outputs import charts, text, told
from floodwatch.outputs.picture import picture

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

MOST_LISTED = 300
"""Networks in the summary table; the others are counted and are in networks.csv."""

MOST_PRINTED = 10
"""Networks whose sections go on paper: the first ones that are covert or unclear."""


def render(dossier: Dossier) -> str:
    """The report as one page; `links` of the dossier: `live` (http and https can be followed) or `defanged`."""
    style, script = _file("report.css"), _file("report.js")
    page = _environment().get_template("report.html.j2")
    return page.render(
        d=dossier,
        picture=picture(dossier.graph, dossier.networks, dossier.seed),
        listed=(
            dossier.networks[: len(dossier.details)],
            dossier.networks[len(dossier.details) : MOST_LISTED],
        ),
        sections={x.network.network_id: i for i, x in enumerate(dossier.details, 1)},
        printed=_printed(dossier),
        right=told.right(dossier.prevalence),
        links=dossier.links,
        style=style,
        script=script,
        policy=_policy(style, script),
        covert_means=COVERT_MEANS,
        outside=OUTSIDE,
        told=told,
        charts=charts,
    )


def page(template: str, also: str = "", **told: Any) -> str:
    """Another page in the same dress, without a script; `also` is more of its style."""
    style = _file("report.css") + also
    return _environment().get_template(template).render(style=style, policy=_policy(style, ""), **told)


def _printed(dossier: Dossier) -> list[str]:
    """Networks whose sections are printed; the first of all when none is covert or unclear."""
    found = [x.network for x in dossier.details]
    doubtful = [n.network_id for n in found if n.kind != "overt"]
    return doubtful[:MOST_PRINTED] or [n.network_id for n in found[:1]]


def _policy(style: str, script: str) -> str:
    """Content security policy: nothing is fetched; only this very style and this very script apply."""
    hashes = (base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in (style, script))
    rules = "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src data:"
    return rules.format(*hashes) + "; base-uri 'none'; form-action 'none'"


@cache
def _file(name: str) -> str:
    return files("floodwatch.outputs").joinpath("templates", name).read_text("utf-8")


def _file_if_there(name: str) -> str | None:
    found = files("floodwatch.outputs").joinpath("templates", name)
    return found.read_text("utf-8") if found.is_file() else None


def style() -> str:
    """The style that reports and pages share."""
    return _file("report.css")


@cache
def _environment() -> Environment:
    from jinja2 import FunctionLoader

    return environment(FunctionLoader(_file))


def parts() -> BaseLoader:
    """The templates of reports, for pages that show a part of one."""
    from jinja2 import FunctionLoader

    return FunctionLoader(_file_if_there)


def environment(loader: BaseLoader) -> Environment:
    """Templates in which every text is escaped and made visible, with the words for numbers as filters."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    def finalize(value: Any) -> Any:
        return value if isinstance(value, Markup) or not isinstance(value, str) else text.clean(value)

    made = Environment(
        loader=loader,
        autoescape=True,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        name: getattr(text, name)
        for name in (
            "number",
            "chance",
            "related",
            "percent",
            "moment",
            "day",
            "iso",
            "seconds",
            "window",
            "words",
            "defang",
            "sentence",
            "language",
        )
    }
    made.filters |= {"svg": Markup, "web": web, "utc": lambda moment: moment.astimezone(UTC)}
    return made


def web(url: str) -> str:
    """The address when it is http or https with a host, else nothing: only such an address becomes a link."""
    try:
        found = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if found.scheme in ("http", "https") and found.hostname else ""
