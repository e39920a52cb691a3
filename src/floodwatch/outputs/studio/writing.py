"""Reads a report's Markdown: prose with voices, live blocks, refs within sentences. Nothing in it becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from floodwatch.model.document import MOST_LEVEL, REPORTED, Bullets, Item
from floodwatch.model.errors import ReportError
from floodwatch.model.reports import Asked
from floodwatch.model.runs import Run, Runs, plain
from floodwatch.tools.sentences import cut

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

FENCE = "floodwatch"
LONGEST = 2_000_000
INLINE = re.compile(r"\[\[\s*([a-z_]+:[^\[\]\s]+)(?:\s+([a-z_]+))?\s*\]\]")
SLOT = re.compile("\ue000(\\d+)\ue001")
"""Stands in the text for a ref within a sentence while the Markdown is read."""
_PRIVATE = re.compile("[\ue000\ue001]")
_VOICE = re.compile(r"(observed|assessed|reported)(?:\s+\(by ([^()]{1,200})\))?:\s+", re.IGNORECASE)
_SETTING = re.compile(r'([a-z_]+)=(?:"([^"]*)"|(\S+))')
_OPENED = {"bullet_list_open": False, "ordered_list_open": True}


@dataclass(frozen=True, slots=True)
class Prose:
    """A heading (level above 0), paragraph, list or aside, with its voice; `items` are those of a list."""

    runs: Runs
    level: int = 0
    voice: str = ""
    by: str = ""
    items: tuple[Item, ...] = ()
    ordered: bool = False
    aside: bool = False

    @property
    def text(self) -> str:
        """What it says, with slots where refs stand; of a list the items, each on its line."""
        return "\n".join(plain(tuple(i.runs())) for i in self.items) if self.items else plain(self.runs)


@dataclass(frozen=True, slots=True)
class Written:
    """A text that was read: its parts in order, and every block that it asks for."""

    parts: tuple[Prose | Asked, ...]
    asked: tuple[Asked, ...]


def written(text: str, kinds: Mapping[str, Any]) -> Written:
    """Read a text (ReportError where a block cannot be understood, with its line)."""
    if len(text) > LONGEST:
        raise ReportError(f"The text has more than {LONGEST:,} characters", do="Write it in parts.")
    slots: list[Asked] = []

    def slot(found: re.Match[str]) -> str:
        slots.append(_inline(found, len(slots) + 1, kinds))
        return f"\ue000{len(slots)}\ue001"

    slotted = INLINE.sub(slot, _PRIVATE.sub("", text))
    parts: list[Prose | Asked] = []
    for one in _blocks(_parser().parse(slotted), slots, kinds):
        parts.append(replace(one, number=len(slots) + 1) if isinstance(one, Asked) else one)
        if isinstance(one, Asked):
            slots.append(replace(one, number=len(slots) + 1))
    return Written(tuple(parts), tuple(slots))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"maxNesting": 20}).disable(["html_block", "html_inline", "image"])


def _inline(found: re.Match[str], number: int, kinds: Mapping[str, Any]) -> Asked:
    kind = found[1].partition(":")[0]
    if kind == "post":
        kind = "quote"
    if kind not in kinds or not kinds[kind].subject:
        raise ReportError(
            f"Nothing within a sentence can be shown for {found[0][:80]!r}",
            do="Refs within sentences are of: claim, network, post, judgement, forecast, weighing.",
        )
    one = kinds[kind]
    value = found[1] if kind == "quote" else found[1].partition(":")[2]
    return Asked(number, kind, _checked(one, {one.subject: value}), True, found[2] or "")


def asked_for(info: str, kinds: Mapping[str, Any], line: int) -> Asked:
    """What the head of a fenced block asks for: `floodwatch network id=n-12 show=table`."""
    words = info[len(FENCE) :].strip()
    name, _, rest = words.partition(" ")
    if name not in kinds:
        raise ReportError(
            f"There is no block {name[:40]!r}", where=f"line {line}", do=f"Known are: {', '.join(kinds)}."
        )
    given = {m[1]: m[2] if m[2] is not None else m[3] for m in _SETTING.finditer(rest)}
    if _SETTING.sub("", rest).strip():
        raise ReportError(
            f"The block {name} cannot be understood: {rest[:80]!r}",
            where=f"line {line}",
            do="Write key=value.",
        )
    return Asked(0, name, _checked(kinds[name], given, f"line {line}"))


def _checked(kind: Any, given: Mapping[str, str], where: str = "") -> dict[str, str]:
    known = {p.name: p for p in kind.parameters}
    unknown = sorted(set(given) - set(known)) if not kind.free else []
    if unknown:
        listed = ", ".join(known)
        raise ReportError(f"{kind.name} has no {unknown[0]!r}", where=where, do=f"It has: {listed}.")
    for name, value in given.items():
        choices = known[name].choices if name in known else ()
        if choices and value not in choices:
            raise ReportError(
                f"{name} of {kind.name} cannot be {value[:40]!r}",
                where=where,
                do=f"Known are: {', '.join(choices)}.",
            )
    return {**{p.name: str(p.default) for p in kind.parameters}, **given}


def _blocks(
    tokens: Sequence[Token], slots: Sequence[Asked], kinds: Mapping[str, Any]
) -> Iterator[Prose | Asked]:
    place = 0
    while place < len(tokens):
        token = tokens[place]
        end = _closing(tokens, place)
        inside = tokens[place + 1 : end]
        line = (token.map or [0])[0] + 1
        if token.type == "fence" and token.info.split()[:1] == [FENCE]:
            yield asked_for(token.info.strip() + " " + " ".join(token.content.split()), kinds, line)
        elif token.type in ("fence", "code_block"):
            yield Prose((Run(token.content.rstrip("\n"), code=True),))
        elif token.type == "heading_open":
            yield Prose(_runs(inside[0].children or ()), level=min(int(token.tag[1:]), MOST_LEVEL))
        elif token.type == "paragraph_open":
            yield _voiced(_runs(inside[0].children or ()))
        elif token.type in _OPENED:
            yield Prose((), items=_items(inside), ordered=_OPENED[token.type])
        elif token.type == "blockquote_open":
            said = [one for one in _blocks(inside, slots, kinds) if isinstance(one, Prose)]
            yield from (replace(one, aside=True, level=0) for one in said)
        place = end + 1


def _closing(tokens: Sequence[Token], place: int) -> int:
    """Where what a token opens is closed; where it stands, for one that opens nothing."""
    if tokens[place].nesting != 1:
        return place
    depth = 0
    for number in range(place, len(tokens)):
        depth += tokens[number].nesting
        if not depth:
            return number
    return len(tokens) - 1


def _items(tokens: Sequence[Token]) -> tuple[Item, ...]:
    made, place = [], 0
    while place < len(tokens):
        end = _closing(tokens, place)
        inside = tokens[place + 1 : end]
        runs = tuple(r for one in inside if one.type == "inline" and one.level <= tokens[place].level + 2
                     for r in _runs(one.children or ()))  # fmt: skip
        lists = [
            n for n, one in enumerate(inside) if one.type in _OPENED and one.level == tokens[place].level + 1
        ]
        below = tuple(item for n in lists for item in _items(inside[n + 1 : _closing(inside, n)]))
        made.append(Item(runs or (Run(""),), below))
        place = end + 1
    return tuple(made)


def _runs(tokens: Sequence[Token]) -> Runs:
    made: list[Run] = []
    strong = emphasis = 0
    link = ""
    for token in tokens:
        strong += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
        emphasis += {"em_open": 1, "em_close": -1}.get(token.type, 0)
        if token.type in ("link_open", "link_close"):
            link = str(token.attrGet("href") or "") if token.type == "link_open" else ""
        text = " " if token.type in ("softbreak", "hardbreak") else token.content
        if text and not token.type.endswith(("_open", "_close")):
            made.append(
                Run(
                    text,
                    emphasis=emphasis > 0,
                    strong=strong > 0,
                    code=token.type == "code_inline",
                    link=link,
                )
            )
    return tuple(made)


def _voiced(runs: Runs) -> Prose:
    """A paragraph, whose voice its first words may say."""
    found = _VOICE.match(runs[0].text) if runs else None
    if not found:
        return Prose(runs)
    voice = found[1].lower()
    by = (found[2] or "").strip() if voice == REPORTED else ""
    rest = runs[0].text[found.end() :]
    return Prose(((replace(runs[0], text=rest),) if rest else ()) + runs[1:], voice=voice, by=by)


def bullets(one: Prose, filled: Any) -> Bullets:
    """A list as a block of a document; `filled` puts words in the place of slots."""
    return Bullets(
        tuple(_filled(item, filled) for item in one.items), one.ordered, voice=one.voice, by=one.by
    )


def _filled(item: Item, filled: Any) -> Item:
    return Item(filled(item.text), tuple(_filled(one, filled) for one in item.below))


def sentences(one: Prose) -> list[tuple[str, tuple[int, ...]]]:
    """The sentences of a part, each with the numbers of the slots in it."""
    text = one.text
    return [(text[a:b], tuple(int(n) for n in SLOT.findall(text[a:b]))) for a, b in cut(text)]
