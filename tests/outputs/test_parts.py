"""The parts of accounts in the files of a publication, and how a publication is marked."""

from __future__ import annotations

import re
from dataclasses import replace

import pyarrow as pa
import pytest

from floodwatch import Centre
from floodwatch.casebook.ceiling import ASKS, CONSENTED, MARKED
from floodwatch.casebook.marks import mark
from floodwatch.centre.publish import _logged, _marked, _with_parts
from floodwatch.centre.scope import note_of
from floodwatch.model.errors import SettingError
from floodwatch.model.markings import Marking
from floodwatch.model.refs import account
from floodwatch.model.voices import INNOCENT, PARTS
from floodwatch.outputs import html, stix
from floodwatch.views import dossier
from tests.views.made_case import case


@pytest.fixture(scope="module")
def found():
    made = case()
    return dossier.build(made.engine(), made.manifest, made.prevalence)


@pytest.fixture
def place(tmp_path):
    return Centre.init(tmp_path / "centre").case()


def covert(found):
    kinds = {n.network_id: n.kind for n in found.networks}
    return [n for n in found.graph.nodes if kinds.get(n["network_id"]) == "covert"]


@pytest.mark.parametrize("part", PARTS)
def test_who_takes_no_part_is_in_no_network_of_the_bundle(part, found):
    node = covert(found)[0]
    ref = account(node["platform"], node["account_id"])
    bundle = stix.bundle(replace(found, roles={ref: part}))
    assert (f'"user_id": "{node["account_id"]}"' in bundle) is (part not in INNOCENT)
    assert "operator" not in stix.bundle(found)


def test_nobody_is_called_an_operator_in_the_report_until_a_person_does(found):
    shown = found.details[0].accounts[0]["account"]
    cell = re.compile(r"<td>operator</td>")
    assert cell.search(html.render(found)) is None
    made, decided = case(), {shown.ref: "operator", "account:x/nobody": "operator"}
    told = dossier.build(made.engine(), made.manifest, made.prevalence, roles=decided)
    page = html.render(told)
    (section,) = (one for one in told.details if one.by_part.get("operator"))
    assert section.by_part == {"bystander": section.network.members - 1, "operator": 1}
    assert f"{section.network.members - 1:,} bystander, 1 operator" in page
    assert len(cell.findall(page)) >= 1
    assert "<td>bystander</td>" in page
    assert "nobody" not in page


def test_the_table_of_members_says_the_part_of_each():
    rows = pa.table({"platform": ["x", "x"], "account_id": ["1", "a/b"]})
    told = _with_parts(rows, {"account:x/a%2Fb": "target"})
    assert told.column("part").to_pylist() == ["bystander", "target"]


def test_a_report_bears_the_strictest_of_its_data_and_its_case(found, place):
    book = place.centre.casebook
    given = replace(found, markings=("TLP:GREEN", "PAP:RED", "House rules"))
    told, over = _marked(place, given, Marking(), "")
    assert (told.markings, over) == (("TLP:GREEN", "PAP:RED", "House rules"), "")
    mark(book, "case:main", MARKED, {"tlp": "TLP:AMBER"}, "ada")
    assert _marked(place, given, Marking("TLP:AMBER", "PAP:RED"), "")[0].markings[0] == "TLP:AMBER"
    for ceiling in (Marking("TLP:GREEN"), Marking("TLP:RED", "PAP:GREEN")):
        with pytest.raises(SettingError, match="stricter"):
            _marked(place, given, ceiling, "")


@pytest.mark.parametrize("asking", ["label", "mark"])
def test_a_case_that_asks_for_consent_is_not_published_without(asking, found, place):
    book, given = place.centre.casebook, found
    if asking == "label":
        given = replace(found, markings=("TLP:GREEN", "orcon"))
    else:
        mark(book, "case:main", ASKS, {"who": "A desk"}, "ada")
    with pytest.raises(SettingError, match="wants to be asked"):
        _marked(place, given, Marking(), " ")
    assert _marked(place, given, Marking(), "danger")[1] == "danger"
    mark(book, "case:main", CONSENTED, {"who": "A desk", "when": "2024-05-01", "text": "Yes."}, "ada")
    assert _marked(place, given, Marking(), "danger")[1] == ""


def test_a_publication_is_a_line_in_the_log_with_every_file(place, tmp_path):
    (tmp_path / "a.csv").write_text("1", "utf-8")
    (tmp_path / "b.csv").write_text("2", "utf-8")
    number = _logged(place, tmp_path, ["b.csv", "a.csv"], ("TLP:GREEN", "House"), "A partner", "")
    line = place.centre.dissemination(tmp_path / "a.csv", to="Another")["handed"]
    assert [one["to"] for one in line] == ["Another", "A partner"]
    assert line[1]["number"] == number
    assert list(line[1]["files"]) == ["a.csv", "b.csv"]
    assert [one["markings"] for one in line] == [["TLP:GREEN"]] * 2
    assert line[0]["what"] == "publication"


def test_the_method_says_why_the_case_was_looked_into_where_somebody_wrote_it_down(found):
    assert 'id="scope"' not in html.render(found)
    page = html.render(replace(found, scope={"purpose": "Votes <b>", "basis": "Article 6", "review": ""}))
    assert (
        "<li><strong>Purpose:</strong> Votes &lt;b&gt;</li><li><strong>Lawful basis:</strong> Article 6</li></ul>"
        in page
    )


def test_a_note_of_a_case_reaches_its_report_without_who_wrote_it(tmp_path):
    one = Centre.init(tmp_path).case("main")
    assert note_of(one) == {}
    one.scope("write", purpose="Votes", question="Who?", basis="Article 6")
    assert note_of(one) == {"purpose": "Votes", "question": "Who?", "basis": "Article 6"}
