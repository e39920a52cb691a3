"""Where things lie inside a centre's folder. Nothing else builds these paths."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from floodwatch.lake.files import read_json
from floodwatch.tools.stores import Place, Remote


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """The folder of one case, and the place on an object store where its tables lie, if they lie on one."""

    root: Path
    store: Remote | None = None

    @property
    def records(self) -> Path:
        """Where `index.json` lies, and the Parquet files of records that it names, unless those are on a store."""
        return self.root / "records"

    @property
    def index(self) -> Path:
        """The list of ingested files; replacing it is what commits an ingest."""
        return self.records / "index.json"

    @property
    def incoming(self) -> Path:
        """Where the rows of an ingest under way wait."""
        return self.records / ".incoming"

    @property
    def computed(self) -> Path:
        """`plan.json`: which computed table was made from what."""
        return self.root / "plan.json"

    @property
    def publications(self) -> Path:
        """What was released."""
        return self.root / "publications"

    @property
    def manifest(self) -> Path:
        """What was read, with which versions and settings, and what came out."""
        return self.root / "manifest.json"

    @property
    def lock(self) -> Path:
        """Held by the process that writes."""
        return self.root / "lock"

    @property
    def chosen(self) -> Path:
        """`tables.json`: the place on a store that was chosen for the tables when the case was new."""
        return self.root / "tables.json"

    @property
    def tables(self) -> Place:
        """Where `records`, `features` and `findings` hold their Parquet files."""
        return self.store or self.root

    def rows(self, name: str) -> Place:
        """File of records, by its name in the index."""
        return self.tables / "records" / name

    def table(self, stage: str, name: str) -> Place:
        """File of a computed table: stage is `features` or `findings`."""
        return self.tables / stage / f"{name}.parquet"


def case_folder(centre: Path, name: str) -> CaseFolder:
    """The folder of the case of that name."""
    case = CaseFolder(centre / "cases" / name)
    told = read_json(case.chosen, None)
    return CaseFolder(case.root, Remote(told["url"])) if told else case


def evidence_file(centre: Path, sha256: str) -> Path:
    """Where the original with that hash lies."""
    return centre / "evidence" / sha256[:2] / sha256


def recurrence_file(centre: Path) -> Path:
    """The index of values over all cases of a centre."""
    return centre / "recurrence.db"


def case_names(centre: Path) -> list[str]:
    """Names of the cases of which there is a folder, sorted."""
    return sorted(path.name for path in (centre / "cases").glob("*") if CaseFolder(path).index.is_file())
