"""The reading text of the open half: text kept and boilerplate dropped, as asked, and how that is counted."""

from __future__ import annotations

from evaluation.reading import boilerplate
from evaluation.reading.texts import texts


def test_the_open_half_is_read_as_asked(capsys):
    assert boilerplate.main([]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("all ")


def test_what_is_lost_and_what_is_let_through_is_counted(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(
        "A plain text that says something here.\n\nAdvertisement\n\nA box that nobody can know.\n"
    )
    (tmp_path / "a.yaml").write_text("title: T\nboilerplate: ['says', 'A box that nobody can know.']\n")
    (one,) = map(boilerplate.measured, texts(tmp_path))
    assert (one.text, one.kept, one.boilerplate, one.let_through) == (7, 6, 7, 7)
    assert one.lost == ("Advertisement",)
    assert one.extra == ("says", "A box that nobody can know.")
    assert (one.kept_share, one.dropped_share) == (6 / 7, 0.0)
    assert boilerplate.main([str(tmp_path), "--differences"]) == 1
    assert "let through: says" in capsys.readouterr().out
