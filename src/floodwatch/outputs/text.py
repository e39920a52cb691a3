"""How numbers, times and hostile text are written for people. Every function returns plain text, not HTML."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from functools import cache

from floodwatch.model.dossier import said

_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WEB = re.compile("http(s?)(?=://)", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: object) -> str:
    """Text without control characters; marks that turn the reading direction are made visible."""
    shown = _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", str(text if text is not None else ""))
    return _OVERRIDES.sub(lambda m: f"[{unicodedata.name(m.group(), 'control').lower()}]", shown)


def number(value: float | None, none: str = "–") -> str:
    """A count or a measure with at most three significant digits below 100."""
    if value is None:
        return none
    if float(value).is_integer() or abs(value) >= 100:
        return f"{value or 0:,.0f}"
    return f"{value:.3g}" if abs(value) >= 1e-4 else scientific(value)


def scientific(value: float) -> str:
    """2.5 × 10⁻⁷, as plain text that stays on one line."""
    if value == 0:
        return "0"
    digits, _, power = f"{value:.1e}".partition("e")
    raised = str(int(power)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{digits.removesuffix('.0')}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10{raised}"


def chance(value: float | None) -> str:
    """A p or q value; below what a machine can tell apart it reads as a bound."""
    if value is None:
        return "–"
    if value < 1e-99:
        return "< 10⁻⁹⁹"
    return f"{value:.2g}" if value >= 0.001 else scientific(value)


def related(value: float | None) -> str:
    """A p or q value after its letter: = 0.02, or < 10⁻⁹⁹."""
    shown = chance(value)
    return shown if shown.startswith("<") else f"= {shown}"


def percent(value: float | None) -> str:
    """A share in percent; two digits after the point where it is small."""
    if value is None:
        return "–"
    return f"{value:.1%}" if value >= 0.01 or value == 0 else f"{value:.2%}"


def moment(value: datetime | None, seconds: bool = False) -> str:
    """A time in UTC: 4 Mar 2024, 06:00."""
    if value is None:
        return "–"
    return f"{value.day} {value:%b %Y, %H:%M:%S}" if seconds else f"{value.day} {value:%b %Y, %H:%M}"


def day(value: datetime | None) -> str:
    """A date: 4 Mar 2024."""
    return f"{value.day} {value:%b %Y}" if value else "–"


def iso(value: datetime | None) -> str:
    """A time as ISO 8601 in UTC, for machines."""
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if value else ""


def seconds(value: float | None, none: str = "–") -> str:
    """A length of time in its natural unit: 45 s, 5 min, 1.5 h, 3 days."""
    if value is None:
        return none
    for size, unit in ((86400, "days"), (3600, "h"), (60, "min")):
        if abs(value) >= size:
            return f"{value / size:.3g} {'day' if unit == 'days' and value == size else unit}"
    return f"{value:.3g} s"


def window(value: float | str | None) -> str:
    """A window: its length, or "ever" where no window was used."""
    if value is None or value in {"", "ever"}:
        return "ever"
    return seconds(float(value))


words = said


def defang(url: str) -> str:
    """A link that nobody opens by mistake, nor one that stands in it: hxxps://example[.]org/path."""
    head, mark, rest = _WEB.sub(lambda m: f"hxxp{m[1].lower()}", url).partition("://")
    if not mark:
        host, slash, path = url.partition("/")
        return host.replace(".", "[.]") + slash + path
    host, slash, path = rest.partition("/")
    return f"{head}://{host.replace('.', '[.]')}{slash}{path}"


def sentence(words_given: object) -> str:
    """Words as a sentence: a capital first, a full stop last."""
    text = str(words_given or "").strip()
    return text[:1].upper() + text[1:] + ("" if not text or text[-1] in ".!?…" else ".")


def language(code: str) -> str:
    """The English name of a language: pt is Portuguese; a code that is not known stays as it is."""
    return _languages().get(code.replace("-", "_"), code)


@cache
def _languages() -> dict[str, str]:
    from babel import Locale

    return {str(code): str(name) for code, name in Locale("en").languages.items() if code != "und"}
