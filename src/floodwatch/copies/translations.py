"""The same message in other languages, by what both name: amounts, dates, territories, numbers.

Texts of one language that name exactly the same facts are one message here, texts without facts are one by their
copies. Two messages of different languages are paired when each is the other's nearest, clearly nearer than the next
about something else; pairs are joined by agreement with the whole group. With a model of meaning, texts that share
few facts are paired as well. All of it is suggested, never decided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from floodwatch.copies import meanings
from floodwatch.copies.agreement import FACTS, Facts, Floats, Ints, Named, cores, facts
from floodwatch.copies.groups import joined
from floodwatch.copies.neighbours import BY_FACTS, candidates, mutual, nearest
from floodwatch.model.refs import content_id
from floodwatch.model.units import Engine, Example, Parameter, Rows, Step, Value
from floodwatch.tools.anchors import anchors
from floodwatch.tools.embeddings import LONGEST, Embedder, centred, embedded, embedder
from floodwatch.tools.language import group_of

if TYPE_CHECKING:
    import pyarrow as pa

UNKNOWN = "und"
STEPS = (
    Step("translation_posts", f"""
        SELECT t.platform, t.post_id, t.account_id, t.text_key, coalesce(c.copy_id, t.text_key) AS copy_key,
            coalesce(l.language, '{UNKNOWN}') AS language, coalesce(a.anchor, '') AS tongue
        FROM post_texts t
        LEFT JOIN copies__texts c ON c.platform = t.platform AND c.post_id = t.post_id
        LEFT JOIN post_languages l ON l.platform = t.platform AND l.post_id = t.post_id
        LEFT JOIN post_anchors a ON a.platform = t.platform AND a.post_id = t.post_id AND a.kind = 'tongue'
        WHERE NOT t.is_share AND t.text_key IS NOT NULL"""),
    Step("translation_spoken", """
        SELECT text_key, language, tongue, row_number() OVER (
            PARTITION BY text_key ORDER BY count(*) DESC, language, tongue) AS place
        FROM translation_posts GROUP BY text_key, language, tongue"""),
    Step("translation_texts", """
        SELECT p.text_key, min(p.copy_key) AS copy_key, min(s.language) AS language, min(s.tongue) AS tongue,
            count(*) AS posts, count(DISTINCT p.account_id) AS accounts,
            row_number() OVER (ORDER BY p.text_key) - 1 AS place
        FROM translation_posts p JOIN translation_spoken s ON s.text_key = p.text_key AND s.place = 1
        GROUP BY p.text_key"""),
    Step("translation_anchors", """
        SELECT t.place, a.kind, a.anchor
        FROM translation_posts p
        JOIN post_anchors a ON a.platform = p.platform AND a.post_id = p.post_id
        JOIN translation_texts t ON t.text_key = p.text_key
        WHERE a.kind <> 'tongue' GROUP BY t.place, a.kind, a.anchor, t.posts HAVING 2 * count(*) >= t.posts"""),
)  # fmt: skip


SAID = f"""
    SELECT t.place, min(substr(p.text, 1, {LONGEST})) AS said
    FROM translation_asked a
    JOIN translation_texts t ON t.place = a.place
    JOIN translation_posts o ON o.text_key = t.text_key
    JOIN posts p ON p.platform = o.platform AND p.post_id = o.post_id
    GROUP BY t.place ORDER BY t.place"""
ROUTES = ("", "anchors", "embeddings")


@dataclass(frozen=True, slots=True)
class Messages:
    """Texts put together: the message of each text, and the family of languages of each message (-1: unknown)."""

    of: Ints
    family: Ints


@dataclass(frozen=True, slots=True)
class Joined:
    """Messages in groups: the group of each (-1 for none), how well it fits and by which of `ROUTES` it came."""

    messages: Messages
    named: Named
    given: Facts
    group: Ints
    score: Floats
    route: Ints


class Translations:
    """Groups of texts that are one message in several languages."""

    name = "copies/translations"
    description = (
        "Texts that are one message in several languages, by the facts that they name; always suggested."
    )
    version = 1
    parameters = (
        Parameter(
            "embeddings",
            "auto",
            "Whether to compare meanings too: auto does with a model of your own, on takes the extra's otherwise",
            choices=("auto", "on", "off"),
        ),
        Parameter("model", None, "Your own model: an .onnx file, or a folder of sentence-transformers"),
        Parameter("embed_most", 2000, "Most texts whose meaning is compared, those of most accounts first"),
    )
    needs = ("posts", "post_texts", "post_languages", "post_anchors", "copies/texts")
    makes = ("copies/translations",)
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `copies/translations`: a row for each text of a message in at least two languages."""
        engine.steps(STEPS)
        texts = with_languages(engine.arrow("SELECT * FROM translation_texts ORDER BY place"))
        named = engine.arrow("SELECT * FROM translation_anchors ORDER BY place, kind, anchor")
        found = by_facts(texts, named)
        model = model_of(settings)
        if model is not None and texts.num_rows:
            found = by_meaning(engine, texts, found, model, int(str(settings["embed_most"])))
        engine.register("copies__translations", table_of(texts, found))
        engine.drop(*(step.name for step in STEPS))

    def examples(self) -> Sequence[Example]:
        """One bulletin in two languages, and two bulletins that share their numbers and their date."""
        one = "Monday, March 30, 2026: 184 hours, 877 kilometers; St. Helena, Anguilla and Ukraine"
        same = "lunes, 30 de marzo de 2026: 184 horas, 877 kilómetros; Santa Elena, Anguila y Ucrania"
        decoy = "lunes, 30 de marzo de 2026: 184 litros, 877 gramos; Perú, Kenia y Noruega"
        return (
            Example("a translation", True, _said({"en": one, "es": same})),
            Example("the same numbers and date", False, _said({"en": one, "es": decoy})),
        )


def with_languages(texts: pa.Table) -> pa.Table:
    """The texts, their `language` decided, and its `family`: the languages that are confused with it."""
    import pyarrow as pa

    told = list(zip(texts.column("language").to_pylist(), texts.column("tongue").to_pylist(), strict=True))
    seen = Counter(detected if detected in tongue.split() else tongue for detected, tongue in told)
    spoken = [language_of(detected, tongue, seen) for detected, tongue in told]
    kept = texts.drop_columns(["language", "tongue"])
    kept = kept.append_column("language", pa.array(spoken, pa.string()))
    return kept.append_column("family", pa.array([group_of(s) for s in spoken], pa.string()))


def language_of(detected: str, tongue: str, seen: Mapping[str, int]) -> str:
    """The detected language, unless most of the words that CLDR knows belong to others: then one of those.

    Of several it is one that is confused with the detected one, then the one seen most in the case.
    """
    others = tongue.split()
    if not others or detected in others:
        return detected
    family = group_of(detected)
    return min(others, key=lambda o: (group_of(o) != family, -seen.get(o, 0), o))


def model_of(settings: Mapping[str, Value]) -> Embedder | None:
    """The model that the settings ask for."""
    own, wanted = settings.get("model"), settings.get("embeddings", "auto")
    if wanted == "off" or (wanted == "auto" and not own):
        return None
    return embedder(str(own) if own else None)


def by_facts(texts: pa.Table, rows: pa.Table) -> Joined:
    """Groups by facts, from texts in order of `place` (copy_key, family) and what they name."""
    named = _named(rows, texts.num_rows)
    messages = put_together(named, _codes(texts, "family"), _codes(texts, "copy_key"))
    count = int(messages.of.max(initial=-1)) + 1
    merged = Named(*_each_once(messages.of[named.owner], named.anchor), named.kinds, named.values, count)
    given = facts(merged)
    pairs = candidates(given)
    near = nearest(pairs, messages.family, count)
    group, score = joined(given, *mutual(near, messages.family, count, BY_FACTS, given.least), pairs)
    return Joined(messages, merged, given, group, score, (group >= 0).astype(np.int64))


def by_meaning(engine: Engine, texts: pa.Table, found: Joined, model: Embedder, most: int) -> Joined:
    """The groups with messages that mean the same, and groups of such messages alone."""
    import pyarrow as pa

    of, count = found.messages.of, len(found.messages.family)
    accounts = np.bincount(of, weights=texts.column("accounts").to_numpy(), minlength=count)
    chosen = meanings.most_used(accounts.astype(np.int64), most)
    first = np.unique(of, return_index=True)[1][chosen]
    engine.register("translation_asked", pa.table({"place": pa.array(np.sort(first), pa.int64())}))
    said = dict(zip(*engine.arrow(SAID).to_pydict().values(), strict=True))
    engine.drop("translation_asked")
    spoken = texts.column("language").to_pylist()
    vectors = embedded([said[n] or "" for n in first.tolist()], model)
    vectors = centred(vectors, [spoken[n] for n in first.tolist()])
    family = found.messages.family[chosen]
    label, near = meanings.grouped(vectors, *meanings.pairs(vectors, family))
    return _with_meanings(found, chosen, label, near)


def _with_meanings(found: Joined, chosen: Ints, label: Ints, near: Floats) -> Joined:
    """Each group by meaning joined to the one group by facts that it meets, or put beside them if it meets none."""
    group, score, route = found.group.copy(), found.score.copy(), found.route.copy()
    for number in np.unique(label[label >= 0]).tolist():
        here = label == number
        members = chosen[here]
        met = np.unique(found.group[members][found.group[members] >= 0])
        if len(met) > 1:
            continue
        new = found.group[members] < 0
        group[members[new]] = met[0] if len(met) else group.max() + 1
        score[members[new]] = near[here][new]
        route[members[new]] = ROUTES.index("embeddings")
    return replace(found, group=group, score=score, route=route)


def _named(rows: pa.Table, texts: int) -> Named:
    """What each text names, things numbered in the order of kind and value."""
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = pc.binary_join_element_wise(rows.column("kind"), rows.column("anchor"), "\x1f").combine_chunks()
    coded = (whole if isinstance(whole, pa.Array) else pa.concat_arrays(whole.chunks)).dictionary_encode()
    things = [thing.partition("\x1f") for thing in coded.dictionary.to_pylist()]
    owner = rows.column("place").to_numpy().astype(np.int64)
    return Named(
        owner, coded.indices.to_numpy().astype(np.int64), [k for k, _, _ in things], [v for *_, v in things],
        texts,
    )  # fmt: skip


def _codes(texts: pa.Table, column: str) -> Ints:
    """A column's values as numbers in their order; -1 for the unknown language."""
    values = np.array(texts.column(column).to_pylist(), dtype=object)
    known, codes = np.unique(values, return_inverse=True) if len(values) else (values, np.empty(0, np.int64))
    return np.where(known[codes] == UNKNOWN, -1, codes).astype(np.int64) if len(values) else codes


def put_together(named: Named, family: Ints, copy: Ints) -> Messages:
    """Texts of one language with the same facts as one message; those without facts by their copies."""
    random = np.random.default_rng(20).integers(1 << 62, size=len(named.values), dtype=np.int64)
    is_fact = np.isin(np.array(named.kinds, dtype=object), FACTS)
    fact = is_fact[named.anchor] if len(named.anchor) else np.empty(0, bool)
    mark = np.zeros(named.messages, np.int64)
    np.add.at(mark, named.owner[fact], random[named.anchor[fact]])
    has = np.zeros(named.messages, bool)
    has[named.owner[fact]] = True
    key = np.stack((family, has.astype(np.int64), np.where(has, mark, copy)), axis=1)
    _, first, of = np.unique(key, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return Messages(place[of.ravel()], family[first[order]])


def _each_once(owner: Ints, anchor: Ints) -> tuple[Ints, Ints]:
    width = int(anchor.max(initial=0)) + 1
    both = np.unique(owner * width + anchor)
    return both // width, both % width


def table_of(texts: pa.Table, found: Joined) -> pa.Table:
    """Rows of the groups in at least two languages."""
    import pyarrow as pa

    group = found.group[found.messages.of]
    ids, shared = _told(texts, found)
    rows = [n for n, g in enumerate(group.tolist()) if g in ids]
    of = [int(found.messages.of[n]) for n in rows]
    taken = pa.array(rows, pa.int64())
    return pa.table({
        "message_id": pa.array([ids[int(group[n])] for n in rows], pa.string()),
        "text_key": texts.column("text_key").take(taken),
        "copy_key": texts.column("copy_key").take(taken),
        "language": texts.column("language").take(taken),
        "score": pa.array([round(float(found.score[m]), 6) for m in of], pa.float64()),
        "anchors": pa.array([shared[m] for m in of], pa.string()),
        "route": pa.array([ROUTES[found.route[m]] for m in of], pa.string()),
        "suggested": pa.array([True] * len(rows), pa.bool_()),
    })  # fmt: skip


def _told(texts: pa.Table, found: Joined) -> tuple[dict[int, str], dict[int, str]]:
    """Ids of the groups in at least two languages, and what each of their messages shares with its group.

    The id of a group follows from what half of it name; where that is nothing, from its first text.
    """
    families: dict[int, set[int]] = {}
    for g, family in zip(found.group.tolist(), found.messages.family.tolist(), strict=True):
        families.setdefault(g, set()).add(family)
    kept = sorted(g for g, spoken in families.items() if g >= 0 and len(spoken - {-1}) > 1)
    core = cores(found.given, found.group, int(found.group.max(initial=-1)) + 1)
    held = {g: _values(found.named, core, g) for g in kept}
    first = dict(
        zip(*(v.tolist() for v in np.unique(found.group[found.messages.of], return_index=True)), strict=True)
    )
    ids = {g: content_id("message", *(held[g] or [texts.column("text_key")[first[g]].as_py()])) for g in kept}
    shared = {
        m: "|".join(v for v in _values(found.named, found.given, m) if v in held[g])
        for m, g in enumerate(found.group.tolist())
        if g in held
    }
    return ids, shared


def _values(named: Named, given: Facts, row: int) -> list[str]:
    """What a row names: its facts, sorted, then what else; the number of an amount is left out."""
    found = [m.indices[m.indptr[row] : m.indptr[row + 1]] for m in (given.whole, given.extra)]
    return [v for part in found for v in sorted(named.values[n] for n in part)]


def _said(said: Mapping[str, str]) -> dict[str, Rows]:
    """Tables of an example: one text in each of some languages."""
    return {name: list(rows) for name, rows in _tables(said)}


def _tables(said: Mapping[str, str]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    posts = [{"platform": "x", "post_id": str(n), "account_id": f"a{n}"} for n in range(len(said))]
    both = list(zip(posts, said.items(), strict=True))
    yield "posts", [{**p, "text": text} for p, (_, text) in both]
    yield "post_texts", [{**p, "text_key": text, "is_share": False} for p, (_, text) in both]
    yield "post_languages", [{**p, "language": code, "language_group": code} for p, (code, _) in both]
    yield (
        "post_anchors",
        [{**p, "kind": a.kind, "anchor": a.value} for p, (_, text) in both for a in anchors(text)],
    )
    yield "copies/texts", [{"platform": "x", "post_id": "none", "copy_id": "c"}]


TRANSLATIONS = Translations()
