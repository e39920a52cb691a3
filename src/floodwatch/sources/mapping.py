"""Mappings: small YAML files that say which of a file's columns is which of ours.

```yaml
name: my_export
description: What the file is and where it comes from
platform: telegram              # used where the file names none
recognise: [msg_id, sender]     # columns that must be there; several alternatives: a list of lists
collection: {method: export}    # how such files come to be, if that is known
tables:
  posts:
    post_id: msg_id
    account_id: {column: [sender, forwarder]}            # the first that has a value
    created_at: {column: date, as: unix_s}               # a named transform
    urls: {column: link_id, prefix: "urn:my:url:"}       # text put before each value
    media: {parts: [{column: photo}, {column: video}]}   # one list from several columns
    is_repost: {constant: "true"}
```
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from floodwatch.model.errors import FormatError, SettingError
from floodwatch.model.records import TABLES, Table, table
from floodwatch.sources.listings import WIDE
from floodwatch.sources.transforms import TRANSFORMS
from floodwatch.vocabulary.load import listing, load

_KEYS = {"name", "description", "platform", "recognise", "form", "collection", "tables", "merge_rows", "rows"}


@dataclass(frozen=True, slots=True)
class Field:
    """Where one of our columns comes from: the first of `names` with a value, changed by a transform.

    `parts` are several such fields that make up one list.
    """

    names: tuple[str, ...] = ()
    transform: str = ""
    prefix: str = ""
    constant: str | None = None
    parts: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """One mapping. `recognise`: alternatives of columns that must all be there; `form`: a nested format.

    `merge_rows` says that several rows make one post, whose lists are united; `rows` names what makes several
    rows of one before columns are looked at.
    """

    name: str
    tables: Dictionary[str, Dictionary[str, Field]]
    recognise: tuple[frozenset[str], ...] = ()
    form: str = ""
    platform: str = ""
    collection: Dictionary[str, Any] = field(default_factory=dict)
    merge_rows: bool = False
    description: str = ""
    rows: str = ""

    def weight(self, columns: frozenset[str]) -> tuple[int, int]:
        """How well the columns fit: size of the best alternative, then columns used; (0, 0): not at all."""
        best = max((len(a) for a in self.recognise if a <= columns), default=0)
        return (best, len(self.columns & columns)) if best else (0, 0)

    @property
    def columns(self) -> frozenset[str]:
        """Every column of the file that the mapping uses."""
        fields = [f for given in self.tables.values() for f in given.values()]
        return frozenset(n for f in fields for one in (f, *f.parts) for n in one.names)


@cache
def known() -> tuple[Mapping, ...]:
    """The mappings that come with Floodwatch."""
    return tuple(read(load(name), name) for name in listing("mappings"))


def named(name: str | Path) -> Mapping:
    """The built-in mapping of that name, else the mapping in the file of that name."""
    return next((m for m in known() if m.name == str(name)), None) or from_file(Path(name))


def identity(given: Dictionary[str, str] | str | Path) -> str:
    """What tells one mapping from another without saying where its file lies: columns, a name, or a hash."""
    if isinstance(given, Dictionary):
        return " ".join(f"{ours}={theirs}" for ours, theirs in sorted(given.items()))
    if any(m.name == str(given) for m in known()):
        return str(given)
    try:
        return "sha256:" + hashlib.sha256(Path(given).read_bytes()).hexdigest()
    except OSError as problem:
        raise SettingError(f"The mapping cannot be read: {problem.strerror}", where=str(given)) from problem


def from_file(path: Path) -> Mapping:
    """A user's own mapping file (SettingError when it is missing or wrong)."""
    import yaml

    try:
        return read(yaml.safe_load(path.read_text("utf-8")), str(path))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as problem:
        raise SettingError(f"The mapping cannot be read: {problem}", where=str(path)) from problem


def read(data: Any, where: str) -> Mapping:
    """A mapping from the content of its YAML file, every name in it checked."""
    if not isinstance(data, dict) or not isinstance(data.get("tables"), dict):
        raise SettingError("A mapping needs a name and tables", where=where, do="See docs/formats.md.")
    _each_known(data, _KEYS, "key", where)
    _each_known(data["tables"], [t.name for t in TABLES], "table", where)
    alternatives = _list(data, "recognise", where)
    if alternatives and isinstance(alternatives[0], str):
        alternatives = [alternatives]
    if not all(isinstance(a, list) for a in alternatives):
        raise SettingError("recognise is not a list of columns, or of such lists", where=where)
    if not isinstance(data.get("collection") or {}, dict):
        raise SettingError("collection is not a list of names with values", where=where)
    return Mapping(
        name=str(data.get("name") or Path(where).stem),
        tables={name: _fields(table(name), fields, where) for name, fields in data["tables"].items()},
        recognise=tuple(frozenset(map(str, a)) for a in alternatives),
        form=str(data.get("form", "")),
        platform=str(data.get("platform") or ""),
        collection=dict(data.get("collection") or {}),
        merge_rows=bool(data.get("merge_rows", False)),
        description=str(data.get("description", "")),
        rows=_wide(str(data.get("rows") or ""), where),
    )


def _wide(name: str, where: str) -> str:
    _each_known([name] if name else [], WIDE, "way to make several rows of one", where)
    return name


def _fields(ours: Table, given: Any, where: str) -> dict[str, Field]:
    if given == "same":
        return same(ours)
    if not isinstance(given, dict):
        raise SettingError(f"The table {ours.name} has no columns", where=where, do="See docs/formats.md.")
    _each_known(given, ours.names, f"column of {ours.name}", where)
    return {name: _field(spec, where) for name, spec in given.items()}


def _field(spec: Any, where: str) -> Field:
    if not isinstance(spec, dict):
        return Field(names=_names(spec))
    _each_known(spec, {"column", "as", "prefix", "constant", "parts"}, "key", where)
    if spec.get("as"):
        _each_known([spec["as"]], TRANSFORMS, "transform", where)
    constant = spec.get("constant")
    return Field(
        _names(spec.get("column", [])),
        spec.get("as") or "",
        str(spec.get("prefix") or ""),
        None if constant is None else str(constant),
        tuple(_field(part, where) for part in _list(spec, "parts", where)),
    )


def _list(given: Dictionary[str, Any], name: str, where: str) -> list[Any]:
    found = given.get(name) or []
    if not isinstance(found, list):
        raise SettingError(f"{name} is not a list", where=where, do="See docs/formats.md.")
    return found


def _names(spec: Any) -> tuple[str, ...]:
    return tuple(map(str, spec)) if isinstance(spec, list) else (str(spec),)


def _each_known(given: Iterable[str], allowed: Iterable[str], what: str, where: str) -> None:
    for name in given:
        if name not in allowed:
            raise SettingError(f"There is no {what} {name!r}", where=where, do=nearest(name, allowed))


def same(ours: Table) -> dict[str, Field]:
    """Every column from the column of the same name."""
    return {n: Field((n,)) for n in ours.names}


def nearest(name: str, allowed: Iterable[str]) -> str:
    """Advice that names what the user may have meant."""
    choices = sorted(allowed)
    close = difflib.get_close_matches(name.lower(), choices, 3, 0.6)
    return f"Did you mean {' or '.join(close)}?" if close else f"There are: {', '.join(choices)}."


def by_hand(given: Dictionary[str, str], columns: Sequence[str], where: str) -> Mapping:
    """The mapping of `--map ours=theirs`: our own names, with the user's choices laid over them.

    The table is posts unless a name says otherwise (`accounts.handle`) or only another table has them.
    """
    chosen: dict[str, dict[str, Field]] = {}
    home = _home([n for n in given if "." not in n], where)
    for ours, theirs in given.items():
        name, dot, column = ours.rpartition(".")
        _each_known([name] if dot else [], [t.name for t in TABLES], "table", where)
        target = table(name) if dot else home
        _each_known([column], target.names, f"column of {target.name}", where)
        if theirs not in columns:
            raise FormatError(f"The file has no column {theirs!r}", where=where, do=nearest(theirs, columns))
        chosen.setdefault(target.name, {})[column] = Field((theirs,))
    tables = {name: {**same(table(name)), **fields} for name, fields in chosen.items()}
    return Mapping("by hand: " + ", ".join(f"{k}={v}" for k, v in sorted(given.items())), tables)


def _home(names: Sequence[str], where: str) -> Table:
    """The first table (posts first) that has all the names, else posts, whose check then fails."""
    order = sorted(TABLES, key=lambda t: t.name != "posts")
    return next((t for t in order if set(names) <= set(t.names)), table("posts"))


def choose(columns: Sequence[str], form: str) -> Mapping | None:
    """The mapping that fits a file's columns or nested form best, or None."""
    have = frozenset(columns)
    if form:
        return next((m for m in known() if m.form == form), None)
    ranked = sorted(((m.weight(have), m.name, m) for m in known()), key=lambda r: r[:2], reverse=True)
    return ranked[0][2] if ranked and ranked[0][0] > (0, 0) else None


def unrecognised(columns: Sequence[str], where: str) -> FormatError:
    """The error for columns that no mapping fits, with what is missing and what may be meant."""
    have = frozenset(columns)
    shown = ", ".join(columns[:40]) + (" …" if len(columns) > 40 else "")
    gaps = [(len(a - have), m.name, sorted(a - have)) for m in known() for a in m.recognise if a & have]
    near = f"; the nearest is {min(gaps)[1]}, without {', '.join(min(gaps)[2])}" if gaps else ""
    wanted = [n for n in ("post_id", "account_id", "created_at", "text") if n not in have]
    guesses = [f"{w}={g[0]}" for w in wanted if (g := _guess(w, columns))]
    hint = f", for example --map {' --map '.join(guesses)}" if guesses else ""
    return FormatError(
        f"No known format has these columns: {shown}{near}",
        where=where,
        do=f"Say which column is which with --map ours=theirs{hint}.",
    )


_OFTEN = {
    "post_id": ("tweet_id", "status_id", "message_id", "id", "msg_id", "content_id", "postid"),
    "account_id": ("user_id", "author_id", "userid", "author", "user", "username", "sender", "handle"),
    "created_at": ("timestamp", "date", "time", "datetime", "created", "publish_date", "created_time"),
    "text": ("content", "message", "body", "full_text", "tweet", "caption"),
}


def _guess(wanted: str, columns: Sequence[str]) -> list[str]:
    lower = {c.lower(): c for c in reversed(columns)}
    usual = [lower[n] for n in _OFTEN[wanted] if n in lower]
    return usual or [lower[n] for n in difflib.get_close_matches(wanted, list(lower), 1, 0.7)]
