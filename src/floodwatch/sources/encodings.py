"""Bytes -> lines of text: byte order marks, legacy encodings, NUL bytes and lines without end."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass

from floodwatch.model.errors import FormatError
from floodwatch.sources.base import MIB
from floodwatch.sources.containers import Flow, Item
from floodwatch.sources.task import Task

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FOREIGN = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3": "an SQLite database",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x7fELF": "a program",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
}
_CONTROLS = {chr(n) for n in range(32)} - set("\t\n\r\x0b\x0c\x1b")


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of an item: its bytes, their text and encoding; `whole` when nothing follows."""

    data: bytes
    text: str
    encoding: str
    whole: bool
    compression: str = ""
    newline: str = "\n"


def head(item: Item) -> Head:
    """Look at the first MiB (more while no line has ended, up to the limit of a row)."""
    with item.open() as flow:
        data = flow.read(MIB)
        while b"\n" not in data and len(data) < item.limits.row and (more := flow.read(MIB)):
            data += more
        whole = not flow.read(1)
        compression = "+".join(flow.compression)
    if data.startswith(b"PAR1"):
        return Head(data, "", "binary", whole, compression)
    encoding = sniff(data)
    text = data.removeprefix(_bom(encoding, data)).decode(encoding, "replace").lstrip("\ufeff")
    newline = "\r" if "\r" in text and "\n" not in text else "\n"
    _refuse_binary(item, data, text)
    return Head(data, text.replace("\0", ""), encoding, whole, compression, newline)


def sniff(data: bytes) -> str:
    """Name of the encoding: by byte order mark, by being valid UTF-8, else by statistics."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    sixteen = _sixteen(data[:4096])
    if sixteen:
        return sixteen
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError as problem:
        if problem.start > 4096 or len(data) < 32:
            return "utf-8"  # a few odd bytes far inside: read line by line, see `_decoded`
        return _legacy(data)
    return "utf-8"


def _sixteen(data: bytes) -> str:
    half = max(1, len(data) // 2)
    even, odd = data[0::2].count(0) / half, data[1::2].count(0) / half
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.1 else ""


def _legacy(data: bytes) -> str:
    from charset_normalizer import from_bytes

    try:
        data[:65536].decode("cp1252")
        western = True
    except UnicodeDecodeError:
        western = False
    best = from_bytes(data[:65536]).best()
    name = best.encoding if best else "cp1252"
    if name.startswith("utf") or (western and name in _WESTERN):
        return "cp1252"
    return name


_WESTERN = {
    "cp1250", "cp1252", "cp1254", "cp1257", "cp1258", "latin_1", "iso8859_9", "iso8859_10", "iso8859_14",
    "iso8859_15", "cp437", "cp775", "cp850", "cp858", "hp_roman8", "mac_iceland", "mac_roman",
}  # fmt: skip
"""What statistics may say about a short Western text; Windows-1252 is then by far the most likely."""


def _bom(encoding: str, data: bytes) -> bytes:
    return next((bom for bom, name in _BOMS if name == encoding and data.startswith(bom)), b"")


def _refuse_binary(item: Item, data: bytes, text: str) -> None:
    kind = next((name for magic, name in _FOREIGN.items() if data.startswith(magic)), "")
    sample = text[:65536].replace("\0", "")
    controls = sum(sample.count(c) for c in _CONTROLS if c != "\0")
    nul = text[:65536].count("\0")
    if not kind and (controls > max(4, 0.02 * len(sample)) or nul > 0.2 * max(1, len(text[:65536]))):
        kind = "binary data"
    if kind:
        raise FormatError(
            f"This is {kind}, not a table of text",
            where=item.name,
            do="Give CSV, TSV, JSON, JSON lines or Parquet.",
        )


def blocks(flow: Flow, head: Head, task: Task) -> Iterator[str]:
    """Pieces of text that end with a line (`\\n`); lines longer than the limit are empty and rejected."""
    carry, line, skipping = b"", 1, False
    for data in _bytes(flow, head, task):
        body, newline, rest = (carry + data).rpartition(b"\n")
        if skipping and not newline:
            continue
        if skipping:
            body, skipping = b"\n" + body.partition(b"\n")[2] if b"\n" in body else b"", False
        if newline:
            text = _decoded(body + newline, head, task)
            line += text.count("\n")
            yield text
        carry = rest
        if len(carry) > task.limits.row:
            task.reject(line, f"the line is longer than {task.limits.row // MIB} MiB")
            carry, skipping = b"", True
    if carry and flow.broken:
        task.note("the last line was cut off where the compressed data broke")
    elif carry:
        yield _decoded(carry, head, task)


def _bytes(flow: Flow, head: Head, task: Task) -> Iterator[bytes]:
    """Blocks of UTF-8 (or single-byte) data without byte order mark, NUL bytes or old Mac line ends."""
    wide = head.encoding.startswith(("utf-16", "utf-32"))
    decode = codecs.getincrementaldecoder(head.encoding)("replace").decode if wide else None
    first = True
    while True:
        data = flow.read(MIB)
        if first:
            data, first = data.removeprefix(_bom(head.encoding, data)), False
        if decode:
            data_text = decode(data, not data)
            task.note("{n} characters could not be decoded", data_text.count("\ufffd"))
            data, ended = data_text.encode("utf-8", "replace"), not data
        else:
            ended = not data
        nul = data.count(b"\0")
        if nul:
            task.note("{n} NUL bytes were removed", nul)
            data = data.replace(b"\0", b"")
        if data:
            yield data.replace(b"\r", b"\n") if head.newline == "\r" else data
        if ended:
            return


def _decoded(data: bytes, head: Head, task: Task) -> str:
    encoding = "utf-8" if head.encoding.startswith("utf") else head.encoding
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return "".join(_line(line, encoding, task) for line in data.splitlines(keepends=True))


def _line(data: bytes, encoding: str, task: Task) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        task.note(f"{{n}} lines were not valid {encoding} and were read as Windows-1252")
        return data.decode("cp1252", "replace")


def lines(text: str) -> io.StringIO:
    """Iterates over the lines of a piece of text, split at `\\n` only, line ends kept."""
    return io.StringIO(text, newline="\n")
