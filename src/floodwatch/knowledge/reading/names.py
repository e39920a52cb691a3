"""Proper names of actors, campaigns, tools and organisations: every place, with the class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from floodwatch.knowledge.reading.spans import closed
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, Reader, ReadingExample


class Names:
    """Every name that the cast of the document holds, but people."""

    name = "names"
    description = "Proper names of actors, campaigns, tools and organisations, each with its class."
    makes: tuple[str, ...] = ("name",)
    needs: tuple[str, ...] = ()

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterable[Mention]:
        """The places of every name."""
        return _read(document)

    def examples(self) -> Sequence[ReadingExample]:
        """Sentences with and without names."""
        return (
            ReadingExample(
                "Mandiant tracks the group as APT44, others call it Voodoo Bear.",
                ("Mandiant", "APT44", "Voodoo Bear"),
            ),
            ReadingExample(
                "Copper Wren, a group of hackers, deployed REMCOS against banks.", ("Copper Wren", "REMCOS")
            ),
            ReadingExample("Officials in Georgia say the vote was quiet.", ()),
            ReadingExample("The Ministry of Energy did not answer.", ("Ministry of Energy",)),
        )


def _read(document: Document) -> Iterator[Mention]:
    for span in closed(document):
        if span.kind not in ("person", "platform"):
            yield Mention(
                "name", span.start, span.end, document.text[span.start : span.end], {"class": span.kind}
            )


NAMES: Reader = Names()
