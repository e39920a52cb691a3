"""Where things lie inside a centre's folder. Nothing else builds these paths."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """The folder of one case."""

    root: Path

    @property
    def records(self) -> Path:
        """Parquet files of records, and `index.json`, which names those that count."""
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

    def table(self, stage: str, name: str) -> Path:
        """File of a computed table: stage is `features` or `findings`."""
        return self.root / stage / f"{name}.parquet"


def case_folder(centre: Path, name: str) -> CaseFolder:
    """The folder of the case of that name."""
    return CaseFolder(centre / "cases" / name)


def evidence_file(centre: Path, sha256: str) -> Path:
    """Where the original with that hash lies."""
    return centre / "evidence" / sha256[:2] / sha256
