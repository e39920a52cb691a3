"""A centre whose casebook lies in PostgreSQL works as one with a file of its own."""

from __future__ import annotations

from floodwatch.casebook import read
from floodwatch.centre.handles import Centre
from floodwatch.cli.main import run
from tests.postgres import database

POSTS = "platform,post_id,account_id,created_at,text\nx,1,a,2024-01-01T00:00:00Z,hello\n"


def test_the_settings_say_where_the_casebook_lies(postgres, tmp_path):
    (tmp_path / "posts.csv").write_text(POSTS, "utf-8")
    (tmp_path / "centre").mkdir()
    with database(postgres, "shared") as address:
        (tmp_path / "centre" / "centre.toml").write_text(f'casebook = "{address}"\n', "utf-8")
        centre = Centre.init(tmp_path / "centre")
        assert centre.casebook == address
        centre.case().ingest(tmp_path / "posts.csv")
        assert centre.cases == ["main"]
        assert [line["verb"] for line in read.audit(address)] == ["ingest"]
        centre.case().translate("post:x/1", by="Ada", text="hallo")
        assert [one["text"] for one in read.translations(address, "main")] == ["hallo"]
        assert not list(tmp_path.rglob("casebook.db*"))


def test_a_database_that_is_not_there_is_one_sentence(postgres, tmp_path, capsys):
    (tmp_path / "posts.csv").write_text(POSTS, "utf-8")
    place = postgres.replace("/postgres?", "/nowhere?")
    (tmp_path / "centre.toml").write_text(f'casebook = "{place}"\n', "utf-8")
    assert run(["init", str(tmp_path)]) == 1
    told = capsys.readouterr().err.strip()
    assert told.startswith("Error: The casebook's database cannot be used:")
    assert 'database "nowhere" does not exist' in told
    assert "\n" not in told


def test_without_a_setting_it_is_a_file_of_the_centre(tmp_path):
    centre = Centre.init(tmp_path)
    assert centre.casebook == tmp_path / "casebook.db"
    assert centre.casebook.is_file()
