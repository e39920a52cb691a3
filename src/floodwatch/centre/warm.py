"""Engines and answers that are kept between questions: opening a case costs more than most of them. For the server."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case
    from floodwatch.engine import Engine

Stamp = tuple[tuple[int, int, int], ...]
Opening = Callable[[], AbstractContextManager["Engine"]]
"""Opens an engine with the tables of a case."""
MOST_ANSWERS = 512
MOST = 6
"""Engines that wait for a question; each holds no rows, but the lists of files and columns."""


@dataclass
class Opened:
    """An engine with the tables of a case as they were at `stamp`; `stack` closes it."""

    key: str
    stamp: Stamp
    engine: Engine
    stack: ExitStack
    names: frozenset[str] = frozenset()


@dataclass
class Warm:
    """The engines that wait, the one used last at the end. `on` is set by the server."""

    on: bool = False
    waiting: OrderedDict[int, Opened] = field(default_factory=OrderedDict)
    answers: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def engine(self, case: Case, opening: Opening) -> Iterator[Engine]:
        """An engine with the records and computed tables of a case; nobody else asks it meanwhile."""
        stamp = stamp_of(case)
        held = self._taken(str(case.folder.root), stamp) or _opened(case, stamp, opening)
        try:
            yield held.engine
        except BaseException:
            held.stack.close()
            raise
        self._back(held)

    def _taken(self, key: str, stamp: Stamp) -> Opened | None:
        """One that waits; those of an older state of the case are closed."""
        with self.lock:
            of_case = [n for n, one in self.waiting.items() if one.key == key]
            old = [self.waiting.pop(n) for n in of_case if self.waiting[n].stamp != stamp]
            fits = [n for n in of_case if n in self.waiting]
            found = self.waiting.pop(fits[-1]) if fits else None
        for one in old:
            one.stack.close()
        return found

    def _back(self, held: Opened) -> None:
        """Keep it for the next question, without the tables that this one made."""
        names = held.engine.names()
        if not held.names <= names:  # a table of the case was replaced
            held.stack.close()
            return
        held.engine.drop(*sorted(names - held.names))
        with self.lock:
            self.waiting[id(held)] = held
            over = [self.waiting.popitem(last=False)[1] for _ in range(len(self.waiting) - MOST)]
        for one in over:
            one.stack.close()

    def answer(self, case: Case, key: Hashable, found: Callable[[], Any]) -> Any:
        """What was answered to the same question about the same state of a case, else what `found` gives.

        Nobody changes an answer: it is handed to the next who asks.
        """
        if not self.on:
            return found()
        whole = (str(case.folder.root), stamp_of(case), key)
        with self.lock:
            if whole in self.answers:
                self.answers.move_to_end(whole)
                return self.answers[whole]
        made = found()
        with self.lock:
            self.answers[whole] = made
            while len(self.answers) > MOST_ANSWERS:
                self.answers.popitem(last=False)
        return made

    def close(self) -> None:
        """Close all that wait."""
        with self.lock:
            waiting, self.waiting = list(self.waiting.values()), OrderedDict()
        for one in waiting:
            one.stack.close()


WARM = Warm()


def stamp_of(case: Case) -> Stamp:
    """What changes when the tables of a case do."""
    files = (case.folder.index, case.folder.computed, case.folder.root / "run.json")
    found = [path.stat() if path.exists() else None for path in files]
    return tuple((s.st_ino, s.st_mtime_ns, s.st_size) if s else (0, 0, 0) for s in found)


def _opened(case: Case, stamp: Stamp, opening: Opening) -> Opened:
    with ExitStack() as stack:
        engine = stack.enter_context(opening())
        return Opened(str(case.folder.root), stamp, engine, stack.pop_all(), frozenset(engine.names()))
