"""One family of errors: each has a slug that names its page in docs/errors.md."""

from __future__ import annotations

from collections.abc import Sequence


class FloodwatchError(Exception):
    """What a user should read when something is wrong: what, where, and what to do.

    Subclasses set `slug`, the heading in docs/errors.md that explains the error.
    """

    slug = "error"
    exit_code = 1

    def __init__(self, what: str, *, where: str = "", do: str = "") -> None:
        self.what, self.where, self.do = what, where, do
        super().__init__(self.message())

    def message(self) -> str:
        """The sentence that is printed: what is wrong, where, and what to do."""
        place = f" ({self.where})" if self.where else ""
        advice = f" {self.do}" if self.do else ""
        return f"{self.what}{place}.{advice}"


class InputError(FloodwatchError):
    """A file or folder that cannot be read at all."""

    slug = "input"


class FormatError(InputError):
    """A file whose format or columns cannot be recognised."""

    slug = "format"


class SettingError(FloodwatchError):
    """A parameter or setting with a value that makes no sense."""

    slug = "setting"
    exit_code = 2


class CentreError(FloodwatchError):
    """A centre or case that is missing, broken or in use."""

    slug = "centre"


class ClaimError(FloodwatchError):
    """A claim or an entity that the casebook's schema forbids, or a decision that cannot be made about it."""

    slug = "claim"
    exit_code = 2


class NotAllowed(FloodwatchError):
    """Something that the role of whoever asks does not allow, or a door that does not open."""

    slug = "not-allowed"


class Refused(NotAllowed):
    """A name, password, code, link or token that does not fit; which of them is not said."""

    slug = "refused"


class CodeNeeded(NotAllowed):
    """The password fits, and the code of the second factor is wanted too."""

    slug = "code-needed"


class Throttled(NotAllowed):
    """Too many attempts: `wait_s` says how long to wait before the next."""

    slug = "throttled"

    def __init__(self, wait_s: int) -> None:
        self.wait_s = wait_s
        super().__init__("Too many attempts", do=f"Try again in {wait_s} seconds.")


class Cancelled(FloodwatchError):
    """A job that somebody stopped."""

    slug = "cancelled"


class DeliveryError(FloodwatchError):
    """A place to which an alert could not be delivered. The alert itself is on record."""

    slug = "delivery"


class JudgementError(FloodwatchError):
    """A judgement or forecast that breaks a rule of what it must and must not say, or a decision about one."""

    slug = "judgement"
    exit_code = 2


class EngineError(FloodwatchError):
    """A query that the SQL engine refused; `sql` holds it."""

    slug = "engine"

    def __init__(self, what: str, *, sql: str = "", where: str = "", do: str = "") -> None:
        self.sql = sql
        super().__init__(what, where=where, do=do)


class UnitError(FloodwatchError):
    """A unit that breaks the contract of its folder: no name, no table, a name used twice."""

    slug = "unit"


class ExtraMissing(FloodwatchError):
    """An optional package that is not installed; the advice names the extra."""

    slug = "extra"

    def __init__(self, package: str, extra: str, beside: str = "") -> None:
        """`beside` names a package that the extra leaves out and that is needed too."""
        super().__init__(
            f"The package {package} is not installed",
            do=f"Install it with: pip install 'floodwatch[{extra}]' {beside}".rstrip(),
        )


class StoreError(FloodwatchError):
    """An object store that cannot be reached, or that refused what was asked."""

    slug = "store"


class TranslationError(FloodwatchError):
    """A translation that could not be had, or that a marking forbids to ask for."""

    slug = "translation"


class ModelError(FloodwatchError):
    """A model for reading that could not be had, or that answered with something else than was asked for."""

    slug = "model"


class OutOfSpace(FloodwatchError):
    """The disk is full, or the folder cannot be written."""

    slug = "space"


class DocumentError(FloodwatchError):
    """A document that lacks what it must have: an alternative text, a cell of a table, a note that is referred to."""

    slug = "document"
    exit_code = 2


class ReportError(FloodwatchError):
    """A report that cannot be found, written, frozen or released as it stands."""

    slug = "report"
    exit_code = 2


class PrintError(FloodwatchError):
    """A document that could not be made into a PDF."""

    slug = "print"


class GlyphError(PrintError):
    """A document with characters that no font here can print; `missing` lists them."""

    slug = "glyphs"
    exit_code = 2

    def __init__(self, missing: Sequence[object], *, where: str = "", do: str = "") -> None:
        self.missing = tuple(missing)
        listed = "; ".join(map(str, self.missing[:20]))
        more = f"; and {len(self.missing) - 20} more" if len(self.missing) > 20 else ""
        kinds = "1 character" if len(self.missing) == 1 else f"{len(self.missing):,} characters"
        super().__init__(f"No font here can print {kinds}: {listed}{more}", where=where, do=do)
