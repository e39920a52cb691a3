"""`floodwatch restore`: a centre from the one file that a backup wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.centre.backup import BOOK, FOLDERS, FORM, SETTINGS
from floodwatch.model.errors import CentreError, FormatError, SettingError
from floodwatch.model.units import Progress, quiet

if TYPE_CHECKING:
    from floodwatch.tools.archives import Packed

_BOOK_LINE = re.compile(r"(?m)^[ \t]*casebook[ \t]*=.*\n?")


def restore(
    place: None, progress: Progress = quiet, file: str = "", folder: str = "", casebook: str = "", sha256: str = ""
) -> dict[str, Any]:  # fmt: skip
    """Check the file, then make the centre, whole or not at all (FormatError; CentreError for a place in use)."""
    from floodwatch.casebook.store import address
    from floodwatch.tools.archives import packed

    target = Path(folder)
    if not folder or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
        raise CentreError(
            "A centre is restored into a new folder", where=folder, do="Name one that is empty."
        )
    if not Path(file).is_file():
        raise SettingError("There is no such backup", where=file)
    with packed(Path(file)) as archive:
        _must_fit(archive, sha256)
        count = _restored(archive, target, address(casebook) if casebook else "", progress)
    return {
        "centre": folder, "rows": count, "files": len(archive.files), "made_at": archive.about["made_at"],
        "secrets": archive.about["secrets"], "not_in_it": archive.about["not_in_it"],
    }  # fmt: skip


def _must_fit(archive: Packed, sha256: str) -> None:
    """It is the backup that was meant, of a form and of tables that this version has, and holds what one holds."""
    from floodwatch.casebook.store import HEAD

    about = archive.about
    if sha256 and sha256 != archive.sha256:
        raise FormatError("The file is not the backup with this hash", do="Use the one that has it.")
    if (about.get("form"), about.get("tables")) != (FORM, HEAD):
        raise CentreError(
            f"The backup is of Floodwatch {str(about.get('floodwatch'))[:20]}, whose tables are others",
            do="Restore it with that version, then update.",
        )
    tops = {name.split("/")[0] for name in archive.files if name != SETTINGS}
    if SETTINGS not in archive.files or not tops <= {BOOK, *FOLDERS}:
        raise FormatError("The file holds what no backup holds", do="Use another one; nothing was written.")


def _restored(archive: Packed, target: Path, address: str, progress: Progress) -> int:
    """Unpack beside the target, fill the casebook, and give the folder its name last."""
    from floodwatch.casebook.dump import filling
    from floodwatch.lake.files import own_scratch, settle, whole

    target.parent.mkdir(parents=True, exist_ok=True)
    with own_scratch(target.parent, "restore") as made:
        for name in sorted(archive.files):
            if not name.startswith(f"{BOOK}/"):
                progress(f"restoring {name}", None)
                with whole(made / name) as part, part.open("wb") as out:
                    for piece in archive.parts(name):
                        out.write(piece)
        _point(made / SETTINGS, address)

        def lines(table: str) -> Iterator[str]:
            progress(f"restoring {table}", None)
            return (
                archive.lines(f"{BOOK}/{table}.jsonl")
                if f"{BOOK}/{table}.jsonl" in archive.files
                else iter(())
            )

        if not address:
            with filling(made / "casebook.db", lines) as count:
                pass
            _named(made, target)
        else:
            with filling(address, lines) as count:
                _named(made, target)
        settle(target.parent)
    return count


def _named(made: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    made.replace(target)


def _point(settings: Path, address: str) -> None:
    """The settings name the casebook that was filled, and no other one."""
    text = _BOOK_LINE.sub("", settings.read_text("utf-8"))
    line = f"casebook = {json.dumps(address)}\n" if address else ""
    settings.write_text(line + text, "utf-8")
    settings.chmod(0o600)
