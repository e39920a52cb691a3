"""Techniques of ATT&CK and DISARM by their ids, only such as exist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, ReadingExample
from floodwatch.vocabulary.reading import words_of

_ID = re.compile(r"(?<![\w.-])(?<!techniques/)T\d{4}(?:\.\d{3})?(?!\w|\.\d)")
_LISTS = {"attack": "attack", "disarm": "disarm/techniques"}


class Techniques:
    """Ids such as T1566.001; the two frameworks share no id."""

    name = "techniques"
    description = "Ids of techniques of MITRE ATT&CK and DISARM."
    makes = ("technique",)
    needs = ()

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterator[Mention]:
        """Every id that is on one of the lists, with the name that it has there."""
        for block, text in document.said():
            for found in _ID.finditer(text):
                for framework, file in _LISTS.items():
                    if name := words_of(file).get(found.group()):
                        start = block.start + found.start()
                        told = {"id": found.group(), "framework": framework, "name": name}
                        yield Mention("technique", start, start + len(found.group()), found.group(), told)

    def examples(self) -> Sequence[ReadingExample]:
        """Ids that exist, and one that does not."""
        return (
            ReadingExample("It enters through T1566.001. Later T0049.", ("T1566.001", "T0049")),
            ReadingExample(
                "The ids T1598.999 and T9999 were printed by mistake, as were CT1190 and T119.", ()
            ),
            ReadingExample("Uses T1190/T1133 (T0086.001).", ("T1190", "T1133", "T0086.001")),
        )


TECHNIQUES = Techniques()
