"""How a document is marked, by the labels that mark it and not by those that it only talks about."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.knowledge.reading.markings import HEAD, marked
from floodwatch.model.claims import PAP, TLP
from floodwatch.model.documents import Block, Document
from floodwatch.model.errors import SettingError
from floodwatch.model.markings import Marking, asked, strictest
from tests.growth import in_proportion

FILL = "The group ran many sites and wrote to many people over many years, as far as anybody can tell. " * 6
LEGEND = "TLP:RED is for few\nTLP:AMBER stays in a house\nTLP:GREEN in a community\nTLP:CLEAR has no limit"


def of(text, kind="paragraph", **more):
    blocks, start = [], 0
    for line in text.split("\n"):
        blocks.append(Block(start, start + len(line), kind))
        start += len(line) + 1
    return Document(sha256="0" * 64, form="text", text=text, blocks=tuple(blocks), **more)


@pytest.mark.parametrize(
    ("text", "tlp", "pap"),
    [
        ("TLP:AMBER\nThe group", "TLP:AMBER", ""),
        ("TLP:AMBER+STRICT", "TLP:AMBER+STRICT", ""),
        ("TLP AMBER+STRICT", "TLP:AMBER+STRICT", ""),
        ("TLP: AMBER STRICT / PAP: RED", "TLP:AMBER+STRICT", "PAP:RED"),
        ("tlp:white", "TLP:CLEAR", ""),
        ("Traffic Light Protocol (TLP): White", "TLP:CLEAR", ""),
        ("Traffic Light Protocol 2.0: green", "TLP:GREEN", ""),
        ("TLP v2: CLEAR  PAP-AMBER", "TLP:CLEAR", "PAP:AMBER"),
        ("PAP:WHITE", "", "PAP:CLEAR"),
        ("TLP:ORANGE", "TLP:RED", ""),
        (f"{FILL}\nTLP:GREEN | Example desk | page 3 of 9", "TLP:GREEN", ""),
        (f"{FILL}\n(TLP:RED) {FILL}", "TLP:RED", ""),
        (f"{FILL}\n{FILL[:-2]} [TLP:AMBER].", "TLP:AMBER", ""),
        (f"{FILL} This report is shared under TLP:AMBER with its readers. {FILL}", "TLP:AMBER", ""),
        (f"{FILL} Distribution: TLP:GREEN. {FILL}", "TLP:GREEN", ""),
        (f"TLP:GREEN\n{FILL}\nTLP:RED\n{FILL}\nTLP:GREEN", "TLP:RED", ""),
        (f"TLP:GREEN\n{FILL}\n{LEGEND}", "TLP:GREEN", ""),
        (f"{FILL} Another team's advisory, which was TLP:RED, names them. {FILL}", "", ""),
        (f"{FILL}\n{LEGEND}", "", ""),
        ("The tulip: red, green and amber. The pap is white. STLP:RED and TLPX:RED.", "", ""),
    ],
)
def test_the_labels_that_mark_a_document_are_told_from_the_others(text, tlp, pap):
    assert marked(of(text)).marking == Marking(tlp, pap)


def test_footers_titles_and_names_of_files_count_too():
    assert marked(of(f"{FILL}\nTLP:RED", kind="boilerplate")).marking.tlp == "TLP:RED"
    assert marked(of("x", title="[TLP:AMBER] What we saw")).marking.tlp == "TLP:AMBER"
    assert marked(of("x"), "2024_TLP-GREEN_report.pdf").marking.tlp == "TLP:GREEN"


def test_labels_stand_where_they_say_and_what_is_only_talked_about_is_told():
    document = of(f"{FILL} Their own note, TLP:AMBER, was lost. {FILL}")
    (one,) = marked(document).labels
    assert (one.label, one.marks) == ("TLP:AMBER", False)
    assert document.text[one.start : one.end] == one.text == "TLP:AMBER"


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("This report may not be shared further without the prior written consent of the desk.", True),
        ("Do not forward this without our permission!", True),
        ("Further dissemination requires the approval of the originator.", True),
        ("To be disclosed only with the authorisation of Hollow Labs.", True),
        ("ORCON", True),
        ("Originator controlled.", True),
        ("No part may be reproduced or distributed without permission. All rights reserved.", False),
        ("They shared pictures without the consent of the people in them, a court found.", True),
        ("The group distributed leaflets. Its members gave their consent.", False),
    ],
)
def test_a_wish_to_be_asked_is_read_and_a_notice_of_copyright_is_none(text, asks):
    found = marked(of(f"{FILL}\n{text}"))
    assert bool(found.consent) is asks
    assert found.consent in text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "TLP:RED ",
                "tlp amber",
                "+STRICT",
                "(",
                ")",
                "PAP:",
                "GREEN",
                "\n",
                "x " * 40,
                ". ",
                "this report ",
            ]
        ),
        max_size=30,
    )
)
def test_any_text_gives_labels_in_their_places(pieces):
    document = of("".join(pieces))
    found = marked(document)
    assert found.marking.tlp in TLP and found.marking.pap in PAP
    assert all(document.text[one.start : one.end] == one.text for one in found.labels)
    told = [Marking(tlp=o.label) if o.label in TLP else Marking(pap=o.label) for o in found.labels if o.marks]
    assert found.marking == strictest(told)
    assert all(one.marks for one in found.labels if one.start < HEAD)


@pytest.mark.parametrize("piece", ["TLP:RED ", "TLP:RED\n", "TLP ", "without ", "share without ", "(tlp) "])
def test_time_grows_with_the_text(piece):
    assert in_proportion(lambda size: marked(of(piece * size)), 1000)


def test_a_user_may_write_a_marking_in_any_way():
    assert asked("amber+strict", "pap white") == Marking("TLP:AMBER+STRICT", "PAP:CLEAR")
    assert asked() == Marking()
    for wrong in ({"tlp": "purple"}, {"pap": "amber+strict"}, {"tlp": "pap:red"}):
        with pytest.raises(SettingError, match="no marking"):
            asked(**wrong)
