"""What a text asks for is understood or refused with its place; agreement is what its authors defined."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from floodwatch.assessment.coding import agreement, alpha, kappa
from floodwatch.model.errors import ReportError
from floodwatch.outputs.studio.kinds import KINDS
from floodwatch.outputs.studio.pseudonyms import Pseudonyms
from floodwatch.outputs.studio.writing import Prose, sentences, written
from floodwatch.vocabulary.reports import template
from tests.studio.conftest import begun


def test_voices_lists_asides_and_refs_are_read():
    told = written(
        "# One\n\nReported (by the *ministry*): no.\n\nreported (by a vendor): It ran [[claim:ab_c_d low]] sites. So.\n"
        "\n- a\n  - b\n\n> aside\n\n```floodwatch timeline id=n-1\n```\n\n`code` <b>x</b>\n",
        KINDS,
    )
    head, odd, said, items, aside, block, last = told.parts
    assert head.level == 1
    assert (said.voice, said.by) == ("reported", "a vendor")
    assert [slots for _, slots in sentences(said)] == [(1,), ()]
    assert items.items[0].below[0].text[0].text == "b"
    assert aside.aside
    assert (block.kind, block.number, told.asked[0].settings["id"], told.asked[0].part) == (
        "timeline",
        2,
        "ab_c_d",
        "low",
    )
    assert isinstance(odd, Prose) and odd.voice == ""
    assert "<b>x</b>" in last.text, "markup is text"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x\n\n```floodwatch nonsense a=b\n```", r"no block 'nonsense' \(line 3\)"),
        ("```floodwatch network size=3\n```", "has no 'size'"),
        ("```floodwatch network id=n show=film\n```", "cannot be 'film'"),
        ("```floodwatch network n-12\n```", "cannot be understood"),
        ("see [[timeline:n-12]]", "Nothing within a sentence"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_its_place(text, says):
    with pytest.raises(ReportError, match=says):
        written(text, KINDS)


@pytest.mark.parametrize("name", ["warning", "full", "tip", "correction", "nothing_found"])
def test_templates_can_be_read(name):
    assert written(template(name), KINDS).parts[0].level == 1


def test_agreement_is_what_cohen_and_krippendorff_defined():
    # 200 units, of which 0.70 are coded alike, and 0.41 would be by the marginals.
    table = {("1", "1"): 88, ("1", "2"): 14, ("1", "3"): 18, ("2", "1"): 10, ("2", "2"): 40, ("2", "3"): 10,
             ("3", "1"): 2, ("3", "2"): 6, ("3", "3"): 12}  # fmt: skip
    pairs = [pair for pair, times in table.items() for _ in range(times)]
    assert kappa(pairs) == pytest.approx((0.70 - 0.41) / (1 - 0.41), abs=1e-9)
    # Krippendorff 2011, section A: ten units, two observers, binary; alpha .095.
    one, other = "0100000000", "1110010010"
    assert alpha(list(zip(one, other, strict=True))) == pytest.approx(0.095, abs=5e-4)
    assert kappa([("a", "a")]) is None, "nothing is known where everything is coded alike"
    few = agreement({"u": "a", "v": "b"}, {"u": "a", "v": "b", "w": "c"})
    assert (few.units, few.same, few.kappa, few.kappa_low) == (2, 2, 1.0, None)
    many = agreement(
        {str(n): a for n, (a, _) in enumerate(pairs)}, {str(n): b for n, (_, b) in enumerate(pairs)}
    )
    assert many.kappa_low < many.kappa < many.kappa_high


def test_a_second_coder_is_blind_until_everything_is_coded(case, text):
    report = begun(case, text)
    case.report("assign", report, part="second_coder", who="bertrand", by="annabel")
    for unit, code in (("post:x/1", "a"), ("post:x/2", "b")):
        case.report("code", report, unit=unit, code=code, by="annabel")
    case.report("code", report, unit="post:x/1", code="a", by="bertrand")

    def codes(by):
        return [
            one["content"]["codes"]
            for one in case.report("show", report, by=by)["lines"]
            if one["what"] == "coded"
        ]

    assert codes("bertrand") == [{"post:x/1": "a"}]
    assert case.report("show", report, by="bertrand")["agreement"] == []
    case.report("code", report, unit="post:x/2", code="a", by="bertrand")
    assert len(codes("bertrand")) == 4
    (found,) = case.report("show", report, by="bertrand")["agreement"]
    assert (found["units"], found["same"]) == (2, 1)
    assert "How far coders agreed" in case.report("show", report)["shown"]


def test_a_pack_holds_no_conclusion_is_the_same_twice_and_comes_back(case, text, tmp_path):
    report = begun(case, text)
    with pytest.raises(ReportError, match="is not frozen"):
        case.report("pack", report)
    case.report("freeze", report, by="annabel")
    made = Path(case.report("pack", report)["pack"])
    first = hashlib.sha256(made.read_bytes()).hexdigest()
    case.report("pack", report)
    assert hashlib.sha256(made.read_bytes()).hexdigest() == first
    with zipfile.ZipFile(made) as packed:
        evidence, units = (packed.read(name).decode() for name in ("evidence.jsonl", "units.csv"))
    for word in ("unclear", "score", "q_value", "bystander", "quiet.person", "summary"):
        assert word not in evidence
    rows = list(csv.DictReader(io.StringIO(units)))
    assert len(rows) == 9
    back = tmp_path / "codes.csv"
    back.write_text("unit,code\n" + "".join(f"{row['unit']},seen\n" for row in rows), "utf-8")
    case.report("assign", report, part="second_coder", who="outside", by="annabel")
    case.report("code", report, file=str(back), by="annabel")
    case.report("code", report, file=str(back), who="outside", by="annabel")
    case.report("edit", report, text=text, by="annabel")
    assert "| first and second coder | 9 | 9 | not defined" in case.report("show", report)["shown"]


def test_somebody_whose_handle_is_a_word_of_ours_changes_no_figure():
    people = Pseudonyms("key")
    people.learn([{"platform": "x", "account_id": "1", "handle": "member"}])
    told = people.renamed(
        {"what": "member", "ref": "account:x/1", "platform": "x", "account_id": "1", "posts": 3}
    )
    assert (told["what"], told["posts"], told["account_id"]) == ("member", 3, people.of("account:x/1"))
    assert people.text("Ask member. Members stay.") == f"Ask {people.of('account:x/1')}. Members stay."


def test_pseudonyms_reach_texts_links_and_refs():
    people = Pseudonyms("key", {"account:x/7"})
    people.learn([{"platform": "x", "account_id": "42", "handle": "some.body"}, {"ref": "account:x/7"}])
    told = people.renamed(
        {
            "ref": "account:x/42",
            "text": "see https://x.com/some.body and @some.body, some.body; @stranger a@b.org",
        }
    )
    assert "some.body" not in told["text"]
    assert "stranger" not in told["text"]
    assert "a@b.org" not in told["text"]
    assert told["ref"].startswith("account:x/person-")
    assert people.ref("account:x/7") == "account:x/7"
    assert people.of("account:x/42") != Pseudonyms("other").of("account:x/42")
