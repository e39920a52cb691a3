"""Measures language identification on short pieces of the Universal Declaration of Human Rights.

`python -m evaluation.content.languages` writes `evaluation/results/content/languages.{json,md}`. Weights and
thresholds were fitted to articles with even numbers (2, 4, …); what is quoted comes from the others.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from evaluation.content.posts import IRA, posts
from evaluation.stale import ROOT
from floodwatch.tools.language import UNKNOWN, Identified, group_of, identify
from floodwatch.tools.language_models import code_of, languages_of
from floodwatch.tools.text import letters_and_script
from floodwatch.vocabulary.load import load

UDHR = ROOT.parent / "shared" / "data" / "udhr" / "udhr.jsonl"
LEAST_DECLARED = 20
"""Texts of a language below which tweets that declare it are not listed."""
OUT = ROOT / "evaluation" / "results" / "content"
LENGTHS = (25, 60, 140)
WANTED = {25: 0.92, 60: 0.96, 140: 0.97}
OF_MACRO = {
    "als": "sq",
    "arb": "ar",
    "azj": "az",
    "cmn": "zh",
    "ekk": "et",
    "fuv": "ff",
    "gaz": "om",
    "jav": "jv",
    "khk": "mn",
    "kmr": "ku",
    "lvs": "lv",
    "nob": "no",
    "npi": "ne",
    "pbu": "ps",
    "pes": "fa",
    "plt": "mg",
    "prs": "fa",
    "quz": "qu",
    "swh": "sw",
    "uzn": "uz",
    "ydd": "yi",
    "zlm": "ms",
}
"""Individual languages of the Declaration that stand for the code of the whole language."""
OTHERS = ("058", "062", "063", "068", "qud", "hea")
"""Versions whose name is another variety than their code: Af Marka, Chimwiini, Kibajuni, Welche, Ecuador's Quichua;
and a Hmong in letters that no library knows."""
BY_SCRIPT = ("bo", "chr", "dv", "iu", "syr", "ti", "zgh")
"""Languages that the libraries do not know and the script tells; they do not count."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an article: its version and language, where it begins, and how long it may be."""

    version: str
    language: str
    article: int
    length: int
    start: str
    text: str

    @property
    def held_out(self) -> bool:
        """Whether nothing was fitted to its article."""
        return self.article % 2 == 1


def versions(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Code, language ('' when it is none of ours) and articles of each version of the Declaration."""
    known = load("languages.yaml")["languages"]
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        articles = [" ".join(a.split()) for a in row["articles"] if a]
        code = OF_MACRO.get(row["iso639_3"], code_of(row["bcp47"]))
        code = "bcl" if row["iso639_3"] == "bcl" else code
        script = letters_and_script(" ".join(articles))[1]
        ours = code in known and row["code"] not in OTHERS and code in languages_of(script)
        spoken = row["code"].startswith("cmn_hans_")
        yield row["code"], code if ours and not spoken else "", articles


def cut(text: str, most: int) -> str:
    """The start of a text, to the last space where there is one in its second half."""
    if len(text) <= most:
        return text
    space = text.rfind(" ", most // 2, most + 1)
    return text[: space if space > 0 else most].strip()


def pieces(path: Path) -> list[Piece]:
    """Each article of each version, from its start and from its middle, at each length; equal pieces once."""
    found: dict[tuple[str, int, str], Piece] = {}
    for version, language, articles in versions(path):
        for number, article in enumerate(articles, 1):
            middle = article.find(" ", len(article) // 2) + 1 or len(article) // 2
            for length in LENGTHS:
                for start, text in (("start", article), ("middle", article[middle:])):
                    piece = Piece(version, language, number, length, start, cut(text, length))
                    if start == "start" or len(text) >= length:
                        found.setdefault((version, length, piece.text), piece)
    return list(found.values())


def right(piece: Piece, found: Identified) -> bool:
    """Whether the language or another one of its group was said."""
    return found.group == group_of(piece.language)


def measured(answers: Sequence[tuple[Piece, Identified]]) -> dict[str, Any]:
    """Of one length: the mean over languages, and each language's share right, unsaid and taken for others."""
    by: dict[str, list[tuple[Piece, Identified]]] = defaultdict(list)
    for piece, found in answers:
        by[piece.language].append((piece, found))
    languages = {language: _language(own) for language, own in sorted(by.items())}
    counted = [one for language, one in languages.items() if language not in BY_SCRIPT]
    return {
        "languages": len(counted),
        "pieces": sum(one["pieces"] for one in counted),
        **{name: _mean(counted, name) for name in ("right", "exact", "und")},
        "right_of_said": _mean([o for o in counted if o["und"] < 1], "right_of_said"),
        "by_language": languages,
    }


def _language(own: Sequence[tuple[Piece, Identified]]) -> dict[str, Any]:
    said = [(p, f) for p, f in own if f.language != UNKNOWN]
    good = sum(right(p, f) for p, f in own)
    wrong = Counter(f.group for p, f in said if not right(p, f))
    return {
        "pieces": len(own),
        "right": round(good / len(own), 4),
        "exact": round(sum(f.language == p.language for p, f in own) / len(own), 4),
        "und": round(1 - len(said) / len(own), 4),
        "right_of_said": round(good / len(said), 4) if said else 0.0,
        "taken_for": [name for name, _ in sorted(wrong.items(), key=lambda w: (-w[1], w[0]))[:3]],
    }


def _mean(rows: Sequence[Mapping[str, Any]], name: str) -> float:
    return round(sum(r[name] for r in rows) / len(rows), 4) if rows else 0.0


def evaluated(path: Path, wanted: Callable[[Piece], bool] = lambda piece: True) -> dict[str, Any]:
    """All figures: held out and fitted, by length; how far a stated confidence holds; languages not known."""
    started = time.process_time()
    answers = [(p, identify(p.text)) for p in pieces(path) if wanted(p)]
    cpu = time.process_time() - started
    known = [(p, f) for p, f in answers if p.language]
    result: dict[str, Any] = {
        "texts": len(answers),
        "ms_per_text": round(1000 * cpu / max(len(answers), 1), 3),
    }
    for name, held_out in (("held_out", True), ("fitted", False)):
        own = [(p, f) for p, f in known if p.held_out is held_out]
        result[name] = {str(n): measured([a for a in own if a[0].length == n]) for n in LENGTHS}
        for start in ("start", "middle"):
            parts = {n: [a for a in own if a[0].length == n and a[0].start == start] for n in LENGTHS}
            result[f"{name}_{start}"] = {str(n): measured(part)["right"] for n, part in parts.items()}
    result["confidence"] = confidences([a for a in known if a[0].held_out])
    result["unknown_languages"] = unknown([a for a in answers if not a[0].language and a[0].held_out])
    latin = [f for p, f in known if p.held_out and letters_and_script(p.text)[1] == "Latin"]
    result["called_romanised"] = {"latin_texts": len(latin), "flagged": sum(f.romanised for f in latin)}
    result["second_language"] = mixed(known)
    return result


def confidences(answers: Sequence[tuple[Piece, Identified]]) -> list[dict[str, Any]]:
    """Stated confidence against the share that was right, in bands."""
    edges = (0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)
    rows = []
    for low, high in pairwise(edges):
        own = [
            (p, f)
            for p, f in answers
            if low <= f.confidence < high and f.language != UNKNOWN and p.language not in BY_SCRIPT
        ]
        share = round(sum(right(p, f) for p, f in own) / len(own), 4) if own else None
        rows.append({"from": low, "below": min(high, 1.0), "texts": len(own), "right": share})
    return rows


def unknown(answers: Sequence[tuple[Piece, Identified]]) -> dict[str, Any]:
    """What is said of languages that are not known: `und` would be right, a relative is not."""
    by = {n: [f for p, f in answers if p.length == n] for n in LENGTHS}
    return {
        "versions": len({p.version for p, _ in answers}),
        "und": {
            str(n): round(sum(f.language == UNKNOWN for f in own) / max(len(own), 1), 4)
            for n, own in by.items()
        },
    }


def mixed(answers: Sequence[tuple[Piece, Identified]]) -> dict[str, Any]:
    """Two pieces of 60 characters in different languages put together, against one text of 140 in one language."""
    even = [p for p, _ in answers if p.held_out and p.length == 60 and p.start == "start"]
    joined = both = 0
    for first, other in zip(even, even[len(even) // 2 :] + even[: len(even) // 2], strict=True):
        if group_of(first.language) != group_of(other.language) and len(first.text) > 40 < len(other.text):
            found = identify(f"{first.text}. {other.text}.")
            joined += 1
            groups = {found.group, group_of(found.second) if found.second else None}
            both += groups == {group_of(first.language), group_of(other.language)}
    single = [f for p, f in answers if p.held_out and p.length == 140]
    return {
        "joined": joined,
        "both_right": round(both / max(joined, 1), 4),
        "single": len(single),
        "second_claimed": round(sum(f.second is not None for f in single) / max(len(single), 1), 4),
    }


def declared(path: Path) -> list[dict[str, Any]]:
    """Tweets by the language that their archive declares: for how many texts it is found, nothing, another."""
    by: dict[str, Counter[str]] = defaultdict(Counter)
    for text, language in sorted({(p.text, p.language) for p in posts([path])}):
        found = identify(text)
        same = found.group == group_of(code_of(language))
        by[code_of(language)]["same" if same else "und" if found.language == UNKNOWN else found.group] += 1
    found_in = sorted(by.items(), key=lambda b: (-b[1].total(), b[0]))
    return [_agreement(code, own) for code, own in found_in if own.total() >= LEAST_DECLARED]


def _agreement(code: str, own: Counter[str]) -> dict[str, Any]:
    others = sorted((o for o in own.items() if o[0] not in ("same", "und")), key=lambda o: (-o[1], o[0]))
    counts = {"texts": own.total(), "same": own["same"], "und": own["und"], "others": dict(others[:4])}
    return {"declared": code, **counts}


def main() -> None:
    """Measure and write both files."""
    from evaluation.content.languages_page import page

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--udhr", type=Path, default=UDHR)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    result = evaluated(options.udhr)
    result["declared"] = declared(IRA) if IRA.exists() else []
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "languages.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    (options.out / "languages.md").write_text(page(result), "utf-8")


if __name__ == "__main__":
    main()
