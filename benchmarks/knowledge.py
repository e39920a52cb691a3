"""What importing public lists costs, and what a second import of the same files does.

`python -m benchmarks.knowledge FILES_OR_FOLDERS [--attack] [--postgres URL]`. Times are CPU of this process.
`--attack` adds a bundle of ATT&CK's shape and size, made up (`benchmarks/attack.py`).
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

from benchmarks.attack import bundle
from floodwatch.casebook.imports import coded
from floodwatch.casebook.store import Book
from floodwatch.centre.starting import bring, counted, ready
from floodwatch.knowledge.importing import compare
from floodwatch.sources.knowledge import Read, read


def main() -> None:
    """Import everything twice, and print a line for each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--attack", action="store_true", help="a bundle of ATT&CK's size too")
    parser.add_argument("--postgres", default="", help="address of an empty database")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        book: Book = given.postgres or Path(folder) / "casebook.db"
        if given.attack:
            given.paths.append(Path(folder) / "enterprise-attack.json")
            given.paths[-1].write_text(json.dumps(bundle()), "utf-8")
        start = time.process_time()
        ready(book)
        print(f"starting knowledge: {time.process_time() - start:.1f} s")
        for turn in ("first", "second"):
            start = time.process_time()
            imported(book, given.paths)
            print(f"{turn} import: {time.process_time() - start:.1f} s")


def imported(book: Book, paths: list[Path]) -> None:
    """Import the files as the verb does."""
    for one in read(paths, coded(book)):
        if isinstance(one, Read):
            found = compare(book, one.batch)
            bring(
                book, one.batch, found, by="bench", sha256=one.file.sha256, file=one.file.name, form=one.form
            )
            done = ", ".join(f"{name} {number:,}" for name, number in counted(found).items() if number)
            print(f"   {one.batch.label}: read {one.batch.read:,}, {done}")


if __name__ == "__main__":
    main()
