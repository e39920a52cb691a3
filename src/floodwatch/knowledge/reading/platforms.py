"""Services on which the public posts, messages or watches: every place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from floodwatch.knowledge.reading.spans import closed
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, Reader, ReadingExample


class Platforms:
    """Platforms by their names; a word such as X or Signal only where something around it says that it is one."""

    name = "platforms"
    description = "Social networks, messengers and video services by name."
    makes: tuple[str, ...] = ("platform",)
    needs: tuple[str, ...] = ()

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterable[Mention]:
        """The places of every platform."""
        for span in closed(document):
            if span.kind == "platform":
                yield Mention("platform", span.start, span.end, span.text)

    def examples(self) -> Sequence[ReadingExample]:
        """Sentences with and without platforms."""
        return (
            ReadingExample("Accounts on X and Telegram repeated it.", ("X", "Telegram")),
            ReadingExample("A signal reached line X of the report.", ()),
        )


PLATFORMS: Reader = Platforms()
