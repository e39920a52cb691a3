"""What the documentation says of personas is what was measured: every promise, all readings of it."""

import copy
import json
import re

import pytest

from evaluation.personas import told
from evaluation.personas.criteria import NOT_SHOWN, promises
from evaluation.personas.summary import FORMAT
from evaluation.personas.told import DOCS, RESULTS, TITLE, committed, held, section


def share(hits, of):
    return {"hits": hits, "of": of, "low": 0.1, "high": 0.9}


def calibration(error):
    return {p: {"error": error, "low": 0.0, "high": 0.1, "tenths": []} for p in ("0.001", "0.2")}


def quality():
    return {"precision": share(3, 4), "recall": share(3, 5)}


TRAIT = {"groups": {"sl": share(13, 832)}, "too_small": 2, "worst": "sl", "median": 0.01, "worlds": 7, "marked": [],
         "verdict": "holds"}  # fmt: skip
AREA = [0.96, 0.95, 0.97]
GOOD = {
    "format": 2, "code": "c0de", "seeds": "test", "worlds": 40, "posts": 1_234_567, "fitted_on": "60 worlds",
    "pairs": {"auc": AREA, "auc_by_world": AREA, "auc_random": AREA, "auc_hard": AREA, "positives": 1000,
              "negatives": 2000, "signs": [1], "calibration": calibration(0.01)},
    "networks": {"operations": 10, "others": 20, "signs": [], "calibration": calibration(0.02)},
    "kinds": {"exact_of_two": share(1, 2), "exact": share(91, 100),
              "covert_or_not": share(98, 100), "exact_by": {"covert": share(9, 10)},
              "called_covert": {w: share(0, 3) for w in ("concealing", "too_few_signs", "others", "nobody")},
              "mixed": {"covert": 0, "of": 4}},
    "signals": {"clock": {}}, "people": {rate: {"language": dict(TRAIT)} for rate in ("accused", "recalled")},
    "planted": {
        "signs": {s: quality() for s in ("follow_train", "probe", "vanished", "batch")},
        "parts": {p: quality() for p in ("accounts with follow trains", "accounts that ask or poll",
                                         "accounts lost after an exposure", "successors (pairs)")},
        "clock": {**{n: share(9, 10) for n in ("right", "answered", "right_if_answered", "worlds_right")},
                  "small_refused": share(7, 7), "refused": {"no day and night": 1}}},
}  # fmt: skip
ROLES = {
    "code": "r01e", "accounts": {"LeftTroll": 9, "NewsFeed": 4},
    "methods": {"behaviour": {"macro_f1": 0.8, "interval": [0.7, 0.9]}},
    "leads": {"behaviour over majority": [0.6, 0.5, 0.7], "behaviour over words (TF-IDF)": [-0.1, -0.2, 0.1]},
    "clock": ["group_offset: -4.5 hours"],
}  # fmt: skip
COST = (
    "| 1,000,000 | 10,000,000 | all 5 seeds | 20.5 | 900 | 7 |\n"
    "| 1,000,000 | 10,000,000 | all 54 units of signals | {} | {} | 8 |\n"
    "| 1,000,000 | 10,000,000 | all 64 units | 160.4 | 2900 | 9 |"
)
CHEAP = COST.format(110.2, 1800)


def verdicts(change):
    summary = copy.deepcopy(GOOD)
    change(summary)
    return [p.verdict for p in promises(summary, ROLES, CHEAP)]


def test_every_promise_has_a_row_and_holds_when_all_its_readings_do():
    rows = list(promises(GOOD, ROLES, CHEAP))
    assert len(rows) == 14
    assert {r.verdict for r in rows} == {"holds", "reported"} and all(r.base for r in rows)
    assert sum(r.verdict == "reported" for r in rows) == 5


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s["pairs"].update(auc_hard=[0.949, 0.9, 0.97]),
        lambda s: s["pairs"].update(auc_by_world=[0.949, 0.9, 0.97]),
        lambda s: s["kinds"].update(exact=share(89, 100)),
        lambda s: s["kinds"].update(covert_or_not=share(89, 100)),
        lambda s: s["pairs"]["calibration"]["0.2"].update(error=0.051),
        lambda s: s["networks"]["calibration"]["0.001"].update(error=0.051),
        lambda s: s["people"]["accused"]["language"].update(verdict="fails"),
        lambda s: s["planted"]["clock"].update(worlds_right=share(8, 10)),
        lambda s: s["planted"]["clock"].update(small_refused=share(6, 7)),
    ],
)
def test_one_reading_that_fails_fails_the_promise(change):
    found = verdicts(change)
    assert found.count("**fails**") == 1 and NOT_SHOWN not in found


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s["people"]["recalled"]["language"].update(verdict="not tested"),
        lambda s: s["people"]["recalled"]["language"].update(verdict="too few"),
        lambda s: s["planted"]["clock"].update(small_refused=share(0, 0)),
        lambda s: s["planted"]["clock"].update(worlds_right=share(0, 0)),
    ],
)
def test_what_was_not_measured_is_not_shown(change):
    found = verdicts(change)
    assert found.count(NOT_SHOWN) == 1 and "**fails**" not in found


@pytest.mark.parametrize(
    ("cost", "said"),
    [
        (CHEAP, "holds"),
        (COST.format(121.0, 1800), "**fails**"),
        (COST.format(110.2, 3001), "**fails**"),
        (CHEAP.replace("1,000,000 | 10,000,000", "100,000 | 1,000,000"), NOT_SHOWN),
        (CHEAP.replace("units of signals", "signs"), NOT_SHOWN),
    ],
)
def test_the_cost_is_that_of_signals_in_the_largest_benchmark_and_the_whole_is_told(cost, said):
    *_, row = promises(GOOD, ROLES, cost)
    assert row.verdict == said
    assert ("with all that is measured of personas 160 CPU s" in row.measured) == (said != NOT_SHOWN)


def test_the_section_tells_the_figures_it_is_given():
    made = section(GOOD, ROLES, CHEAP)
    assert made.startswith(f"{TITLE}\n") and made.endswith(".\n")
    for figure in ("the very kind 91 of 100, 91% (10–90%)", "1,234,567 posts", "at least 3 of 4, 75% (10–90%)",
                   "sl: 13 of 832, 1.56%", "| 2.00% |", '1 "no day and night"', "-0.100 (-0.200 to +0.100)",
                   "nothing that is measured here beats"):  # fmt: skip
        assert figure in " ".join(made.split()), figure
    assert re.search(r"^\* group_offset: -4.5 hours\n\nMeasured with code c0de and r01e", made, re.MULTILINE)
    assert held(f"# Page\n\n{made}\n## Next\n") == made


def test_a_trait_that_was_not_tested_has_no_figures():
    summary = copy.deepcopy(GOOD)
    summary["people"]["recalled"]["language"] = {**TRAIT, "groups": {}, "worst": None, "median": None,
                                                 "worlds": 0, "verdict": "not tested"}  # fmt: skip
    assert "| missed | language | 0 (2) | – | – | – | – | – | not tested |" in section(summary, ROLES, "")


def test_results_of_older_code_are_refused(tmp_path):
    (tmp_path / "test.json").write_text(json.dumps({**GOOD, "format": 1}))
    (tmp_path / "roles.json").write_text(json.dumps(ROLES))
    with pytest.raises(SystemExit, match="written by older code"):
        committed(tmp_path)


def test_the_documentation_holds_what_was_measured():
    if json.loads((RESULTS / "test.json").read_text("utf-8")).get("format") != FORMAT:
        pytest.skip("the committed results are of code before the one that writes the section")
    assert held(DOCS.read_text("utf-8")) == committed(RESULTS), (
        "run: python -m evaluation.personas.told --write"
    )


def test_writing_changes_the_section_and_nothing_else(tmp_path, monkeypatch):
    page = tmp_path / "evaluation.md"
    page.write_text(f"# Page\n\n{TITLE}\n\nbefore\n\n## Next\n\nkept\n")
    for name, found in (("test", GOOD), ("roles", ROLES)):
        (tmp_path / f"{name}.json").write_text(json.dumps(found))
    monkeypatch.setattr(told, "DOCS", page)
    told.main(["--write", "--results", str(tmp_path)])
    written = page.read_text("utf-8")
    assert written.startswith(f"# Page\n\n{TITLE}\n") and written.endswith(".\n\n## Next\n\nkept\n")
    assert held(written) == committed(tmp_path) and "before" not in written
