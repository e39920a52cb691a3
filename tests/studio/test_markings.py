"""Nothing that is marked stricter than a report reaches it: no sentence, no count, no name of a file."""

from __future__ import annotations

import pytest

from floodwatch.model.errors import ReportError
from tests.studio.conftest import HANDLES, QUOTED, begun, claims, gate, released


def everything(folder):
    """Names and bytes of all files."""
    return "\n".join(
        [
            p.relative_to(folder).as_posix() + " " + p.read_bytes().decode("latin-1")
            for p in folder.rglob("*")
            if p.is_file()
        ]
    )


def test_a_report_that_cites_what_is_stricter_is_blocked_with_the_list(case, text):
    report = begun(case, f"{text}\nIt ran [[claim:{claims()[1].claim_id} low]] sites.\n")
    blocked = gate(case, report)["markings"]["left"]
    assert [(one["place_kind"], one["ref"], one["markings"]) for one in blocked] == [
        ("sentence", f"claim:{claims()[1].claim_id}", ["TLP:AMBER+STRICT"])
    ]
    with pytest.raises(
        ReportError, match=r"1 places are marked stricter than TLP:CLEAR: .*sentence 1 rests on claim"
    ):
        case.report("freeze", report, by="annabel")
    assert not (case.folder.publications / report).exists()


def test_words_of_a_stricter_claim_that_were_typed_are_found(case, text):
    report = begun(case, text + "\nThe unit works from the third  floor of a house in *Riga*.\n")
    assert [one["words"] for one in gate(case, report)["markings"]["left"]] == [QUOTED]


def test_a_stricter_claim_reaches_no_clear_report_count_or_file_name(case, text):
    table = '\n```floodwatch table view=facts name="Marble Heron" columns=value\n```\n'
    released(case, text + table, "All claims")
    clear = everything(case.folder.publications)
    assert "facts: 1 rows" in clear
    for word in ("987,654", "987654.0", QUOTED, claims()[1].claim_id, "STRICT"):
        assert word not in clear
    report = begun(case, text + table, tlp="amber+strict")
    assert "facts: 2 rows" in case.report("show", report)["shown"]


def test_a_case_that_is_marked_stricter_blocks_sentences_counts_and_pictures(case, text):
    case.centre.marking("case:main", tlp="amber")
    report = begun(case, text)
    kinds = {one["place_kind"] for one in gate(case, report)["markings"]["left"]}
    assert kinds == {"sentence", "figure", "picture"}
    assert gate(case, begun(case, text, "Same", tlp="amber"))["markings"]["passes"]


def test_a_claim_that_is_marked_later_blocks_the_release_of_what_was_frozen(case, text):
    report = begun(case, text)
    case.report("freeze", report, by="annabel")
    assert gate(case, report)["markings"]["passes"]
    case.centre.marking("ab" * 32, tlp="red")
    left = gate(case, report)["markings"]["left"]
    assert {(one["ref"], *one["markings"]) for one in left} == {(f"claim:{claims()[0].claim_id}", "TLP:RED")}
    assert {"sentence", "object"} == {one["place_kind"] for one in left}


def test_a_source_that_wants_to_be_asked_is_named(case, text):
    report = begun(case, text)
    case.centre.marking("ab" * 32, asks="A vendor")
    left = gate(case, report)
    assert left["consent"]["left"] == [{"source": "abababababab", "asks": "A vendor"}]


def test_a_release_holds_no_name_of_persons_machines_or_authors(case, text):
    import getpass
    import socket

    report = released(case, text, to=("A partner",))
    made = everything(case.folder.publications / report / "1")
    wrong = [
        *HANDLES.values(),
        "Person 3",
        "me@private.example",
        "private.example",
        str(case.centre.path),
        "annabel",
        "bertrand",
        "evelyn",
    ]
    assert [name for name in wrong if name in made] == []
    for name in (socket.gethostname(), getpass.getuser()):
        assert len(name) < 5 or name not in made


def test_each_report_has_pseudonyms_of_its_own_and_a_reason_names_somebody(case, text):
    import re

    first, second = (set(re.findall(r"person-[0-9a-f]{8}", case.report("show", begun(case, text, name))["shown"]))
                     for name in ("One", "Two"))  # fmt: skip
    assert len(first) == len(second) == 8
    assert not first & second
    report = begun(case, text, "Three")
    case.report(
        "name", report, ref="account:x/a3", reason="Wrote under his own name and agreed.", by="annabel"
    )
    shown = case.report("show", report)["shown"]
    assert f"@{HANDLES['a3']}" in shown
    assert HANDLES["a4"] not in shown
