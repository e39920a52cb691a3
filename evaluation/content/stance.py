"""Measures how often the rules of stance are right, on labelled tweets and on sentences in many languages.

`python -m evaluation.content.stance` reads the labels of `labels/stance_ira.csv` (refs and labels; the texts come from
the collection) and `labels/stance_sentences.csv` (sentences written for this). Rules were changed on `dev` only; the
figures of `test` go into `vocabulary/calibration/stance.yaml`, from which every finding of stance quotes them.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from evaluation.content.posts import IRA, posts
from evaluation.run import write
from evaluation.stale import ROOT, code_hash
from floodwatch.assessment.forecasting import wilson
from floodwatch.detectors.personas.stance import lexicon
from floodwatch.detectors.personas.stance.names import Names, plain, target
from floodwatch.detectors.personas.stance.reading import ATTACK, MENTION, SUPPORT, stances

OUT = ROOT / "evaluation" / "results" / "content"
LABELS = Path(__file__).with_name("labels")
MEASURED = ROOT / "src" / "floodwatch" / "vocabulary" / "calibration" / "stance.yaml"
HEAD = """\
# Written by `python -m evaluation.content.stance`: how often the rules of vocabulary/stance were right on the tweets of
# evaluation/content/labels/stance_ira.csv that were not looked at while the rules were written.
"""
SIDES = (ATTACK, SUPPORT, MENTION)
NAMES = {
    "ira": (
        "Trump=Donald Trump;DonaldTrump;@realDonaldTrump;Трамп",
        "Clinton=Hillary;Hillary Clinton;HillaryClinton;@HillaryClinton;Клинтон;Хиллари",
    ),
    "sentences": (
        "Alderon=Альдерон;ألديرون;आल्डेरॉन;阿尔德龙;アルデロン;알데론;آلدرون;อัลเดอรอน",
        "Brightmoor=Брайтмур;برايتمور;ब्राइटमूर;布莱特穆尔;ブライトムーア;브라이트무어;برایتمور;ไบรต์มัวร์",
    ),
}
SLOGANS = {"Trump": ";+#MAGA;+#MakeAmericaGreatAgain", "Clinton": ";+#ImWithHer;-#LockHerUp"}
"""Slogans that a user of that month would have given with the names."""


class Row(NamedTuple):
    """One labelled text and target."""

    text: str
    split: str
    group: str
    target: str
    label: str


Method = Callable[[str, str, Names], str]


def sentences() -> list[Row]:
    """The sentences, grouped by language."""
    return [
        Row(r["text"], r["split"], r["language"], r["target"], r["label"]) for r in _read("stance_sentences")
    ]


def tweets(path: Path = IRA) -> list[Row]:
    """The labelled tweets, with their texts out of the collection; none where it is not there."""
    if not path.exists():
        return []
    texts = {p.ref: p.text for p in posts([path])}
    return [
        Row(texts[r["ref"]], r["split"], r["target"], r["target"], r["label"]) for r in _read("stance_ira")
    ]


def _read(name: str) -> list[dict[str, str]]:
    with (LABELS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rules(text: str, who: str, names: Names) -> str:
    """What Floodwatch says; a name that it does not see is a mention."""
    return stances(text, names).get(who, MENTION)


def loose(text: str, who: str, names: Names) -> str:
    """The same words without the rules: any word of praise or blame of the text counts for every name in it."""
    total = sum(h.word.sign for h in lexicon.hits(plain(text)) if not h.word.tight)
    return SUPPORT if total > 0 else ATTACK if total < 0 else MENTION


def silent(text: str, who: str, names: Names) -> str:
    """Always a mention."""
    return MENTION


METHODS: Mapping[str, Method] = {"rules": rules, "words without rules": loose, "always mention": silent}
TOLD = "rules, slogans given"


def scores(rows: Sequence[Row], method: Method, names: Names) -> dict[str, Any]:
    """Confusion, share right, and precision and recall of each side, as counts with intervals."""
    said = Counter((row.label, method(row.text, row.target, names)) for row in rows)
    right = sum(said[side, side] for side in SIDES)
    called = {side: sum(said[label, side] for label in SIDES) for side in SIDES}
    meant = {side: sum(said[side, call] for call in SIDES) for side in SIDES}
    return {
        "labelled": len(rows),
        "right": _share(right, len(rows)),
        "confusion": {label: {call: said[label, call] for call in SIDES} for label in SIDES},
        "precision": {side: _share(said[side, side], called[side]) for side in SIDES},
        "recall": {side: _share(said[side, side], meant[side]) for side in SIDES},
        "sided": _share(said[ATTACK, ATTACK] + said[SUPPORT, SUPPORT], called[ATTACK] + called[SUPPORT]),
        "turned": said[ATTACK, SUPPORT] + said[SUPPORT, ATTACK],
    }


def _share(hits: int, of: int) -> dict[str, Any]:
    low, high = wilson(hits, of)
    return {"hits": hits, "of": of, "low": round(low, 3), "high": round(high, 3)}


def measured() -> dict[str, Any]:
    """Everything, by set of texts, split and method; sentences by language as well."""
    sets = {"ira": tweets(), "sentences": sentences()}
    found: dict[str, Any] = {"code": code_hash(), "sets": {}}
    for name, rows in sets.items():
        names = Names([target(t) for t in NAMES[name]])
        told = Names([target(t + SLOGANS.get(t.partition("=")[0], "")) for t in NAMES[name]])
        ways = {method: (how, names) for method, how in METHODS.items()} | {TOLD: (rules, told)}
        found["sets"][name] = {
            split: {m: scores([r for r in rows if r.split == split], *way) for m, way in ways.items()}
            for split in ("dev", "test")
        }
        groups = {g: [r for r in rows if r.group == g and r.split == "test"] for g in {r.group for r in rows}}
        found["sets"][name]["groups"] = {g: scores(groups[g], rules, names)["right"] for g in sorted(groups)}
    return found


def calibration(found: Mapping[str, Any]) -> dict[str, Any]:
    """What findings quote: calls for one side count as half wrong where the post takes none."""
    test = found["sets"]["ira"]["test"]["rules"]
    sided = test["sided"]["of"]
    neither = sided - test["sided"]["hits"] - test["turned"]
    return {
        "right": test["right"]["hits"], "labelled": test["labelled"],
        "sided": sided, "sided_right": test["sided"]["hits"],
        "wrong_side": round((test["turned"] + neither / 2) / max(1, sided), 3),
    }  # fmt: skip


def table(found: Mapping[str, Any]) -> str:
    """The scores as Markdown."""
    titles = {
        "ira": "Tweets of October 2016 that name Trump or Clinton",
        "sentences": "Sentences with invented names, written by the author of the rules: an upper bound",
    }
    lines = ["# Stance: attack, support, mention", "", f"Code {found['code']}; 95% intervals (Wilson)."]
    for name, title in titles.items():
        own = found["sets"][name]
        lines += ["", f"## {title}", "", "| split | method | labelled | right | calls for a side that are right | "
                  "attack: precision, recall | support: precision, recall | sides turned round |",
                  "|---|---|---|---|---|---|---|---|"]  # fmt: skip
        lines += [
            _line(split, method, own[split][method])
            for split in ("dev", "test") for method in own[split]
        ]  # fmt: skip
        confusion = own["test"]["rules"]["confusion"]
        lines += [
            "",
            "| label (test) | " + " | ".join(f"called {s}" for s in SIDES) + " |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| {side} | " + " | ".join(str(confusion[side][s]) for s in SIDES) + " |" for side in SIDES
        ]
        lines += [
            "",
            "Right on `test`: "
            + ", ".join(f"{g} {s['hits']}/{s['of']}" for g, s in own["groups"].items())
            + ".",
        ]
    return "\n".join(lines) + "\n"


def _line(split: str, method: str, own: Mapping[str, Any]) -> str:
    pairs = [f"{_told(own['precision'][s])}, {_told(own['recall'][s])}" for s in (ATTACK, SUPPORT)]
    cells = [
        split,
        method,
        str(own["labelled"]),
        _told(own["right"]),
        _told(own["sided"]),
        *pairs,
        str(own["turned"]),
    ]
    return f"| {' | '.join(cells)} |"


def _told(share: Mapping[str, Any]) -> str:
    if not share["of"]:
        return "none"
    hits, of = share["hits"], share["of"]
    return f"{hits}/{of} = {hits / of:.2f} ({share['low']:.2f} to {share['high']:.2f})"


def main() -> None:
    """Write `stance.json`, `stance.md` and the figures that findings quote."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    out = parser.parse_args().out
    found = measured()
    write(out / "stance.json", json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    write(out / "stance.md", table(found))
    if out == OUT and found["sets"]["ira"]["test"]["rules"]["labelled"]:
        write(MEASURED, HEAD + yaml.safe_dump(calibration(found), sort_keys=False))
    print(table(found))


if __name__ == "__main__":
    main()
