"""What reading a report costs, reader by reader: `python -m benchmarks.reading [--megabytes N]`.

The text is made of sentences as reports have them. CPU seconds of this process; a quarter of the text and all of it,
so that a reader whose time grows faster than the text shows.
"""

from __future__ import annotations

import argparse
import time

from floodwatch.knowledge.reading import READERS
from floodwatch.model.documents import Block, Document
from floodwatch.model.reading import Mention

SENTENCES = (
    "Kestrel Group, also tracked as Dull Monsoon, has likely run over 175 websites in 58 languages since March 2021.",
    "The ministry denied on Friday that it paid nearly $50 million to a firm in Estonia.",
    "We found no evidence that the accounts on Facebook are linked to the state, said Ana Blom, its spokeswoman.",
    "Mails came from hxxps://news[.]example/a and used T1566.001; roughly two dozen users clicked within four hours.",
    "Nothing in the rest of the report bears on the matter, which the authors describe at length and with care.",
)
PARAGRAPH = 6


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=1.0)
    size = int(parser.parse_args().megabytes * 1_000_000)
    few, all_of_it = seconds(report(size // 4)), seconds(report(size))
    print(f"{'reader':16}{size // 4:>12,}{size:>12,}  CPU s by characters")
    for name in all_of_it:
        print(f"{name:16}{few[name]:12.2f}{all_of_it[name]:12.2f}")
    print(f"{'all':16}{sum(few.values()):12.2f}{sum(all_of_it.values()):12.2f}")


def report(size: int) -> Document:
    """A document of about so many characters, in paragraphs."""
    paragraph = " ".join(SENTENCES[n % len(SENTENCES)] for n in range(PARAGRAPH))
    number = max(1, size // (len(paragraph) + 1))
    text = "\n".join([paragraph] * number)
    starts = range(0, number * (len(paragraph) + 1), len(paragraph) + 1)
    blocks = tuple(Block(start, start + len(paragraph), "paragraph") for start in starts)
    return Document(sha256="0" * 64, form="text", text=text, blocks=blocks, published="2024-06-12")


def seconds(document: Document) -> dict[str, float]:
    """CPU seconds of each reader, each handed what those before it found."""
    before: dict[str, tuple[Mention, ...]] = {}
    spent: dict[str, float] = {}
    for reader in READERS:
        start = time.process_time()
        found = list(reader.read(document, before))
        spent[reader.name] = time.process_time() - start
        for kind in reader.makes:
            before[kind] = tuple(m for m in found if m.kind == kind)
    return spent


if __name__ == "__main__":
    main()
