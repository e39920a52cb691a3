"""What was published of a case, for those who may see the case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import CentreError

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case
    from floodwatch.model.acting import Acting


def releases(case: Case, acting: Acting) -> list[dict[str, Any]]:
    """The publications of a case with their files (CentreError where the case is not there for the asker)."""
    return [
        {"publication": folder.name, "files": sorted(_files(folder)), "markings": _markings(folder)}
        for folder in sorted(_folders(case, acting))
    ]


def released(case: Case, acting: Acting, publication: str, file: str) -> Path:
    """Where a published file lies; names are looked up, no path is made of them (CentreError)."""
    found = {folder.name: folder for folder in _folders(case, acting)}.get(publication)
    if found is None or file not in _files(found):
        raise CentreError("There is no such publication or file", do="See the list of publications.")
    return found / file


def _folders(case: Case, acting: Acting) -> list[Path]:
    from floodwatch.centre.allowed import must_see
    from floodwatch.lake.files import read_json

    must_see(case.centre, acting, case.name)
    root = Path(case.folder.publications)
    folders = [one for one in root.iterdir() if one.is_dir()] if root.is_dir() else []
    return [one for one in folders if _may(acting, read_json(one / "manifest.json", {}).get("markings", ()))]


def _may(acting: Acting, marks: Any) -> bool:
    """Whether a publication is marked no stricter than what the asker may see."""
    from floodwatch.model.claims import PAP, TLP
    from floodwatch.model.markings import Marking

    tlp, pap = (next((m for m in marks if m in known and m), "") for known in (TLP, PAP))
    return Marking(tlp, pap).within(acting.ceiling)


def _files(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir() if one.is_file() and not one.is_symlink()}


def _markings(folder: Path) -> list[str]:
    from floodwatch.lake.files import read_json

    return list(read_json(folder / "manifest.json", {}).get("markings", ()))
