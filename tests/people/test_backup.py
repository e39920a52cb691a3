"""A centre in one file and back, from either database into either; and files that are no backup, or were one."""

from __future__ import annotations

import json
import stat
import zipfile

import pytest

from floodwatch.casebook import claims as asked
from floodwatch.casebook import jobs as kept
from floodwatch.casebook import record
from floodwatch.casebook.ceiling import MARKED
from floodwatch.casebook.chain import verify
from floodwatch.casebook.marks import mark
from floodwatch.casebook.people import users
from floodwatch.casebook.write import add_entity, add_translation, decide
from floodwatch.centre import second_factor
from floodwatch.centre.call import call
from floodwatch.centre.entering import bearer, enter, who
from floodwatch.centre.handles import Centre
from floodwatch.model.errors import CentreError, FloodwatchError, FormatError, OutOfSpace, Refused
from floodwatch.tools import archives
from tests.casebook.made import ALL, SAID, STANDS, claim, held
from tests.people.conftest import WORD, first, ingest, somebody
from tests.postgres import database

REST = ("cases", "translations", "anchors", "decisions", "users", "members", "scope_notes", "doors", "audit")


@pytest.fixture
def full(centre, clock):
    """A centre in which there is something of everything."""
    root = who(centre, first(centre))
    ingest(centre, "main")
    somebody(centre, "ada", "analyst", "green", ("main",))
    record.add(centre.casebook, ALL, [claim(quote="about the bridge", value_low=0.1), claim(span_end=50)])
    mark(centre.casebook, claim().source_document, MARKED, {"tlp": "TLP:AMBER"}, "root")
    add_entity(centre.casebook, "n1", "narrative", "main", {"post:x/1": 1 / 3}, "root")
    decide(centre.casebook, "n1", "named", {"name": "Brücke \u2028"}, "root")
    add_translation(centre.casebook, "main", "post:x/1", "ab", "de", 'Hallo\n"Welt"', "human", "root")
    call("scope", centre.case("main"), acting=root, action="write", purpose="x", question="y", basis="z")
    kept.add(centre.casebook, "detect", "main", {}, "", {})
    return centre


@pytest.fixture(params=["sqlite", "postgres"])
def address(request):
    """Where the casebook goes: into a file of the new centre, or into this database."""
    if request.param == "sqlite":
        yield ""
        return
    with database(request.getfixturevalue("postgres")) as one:
        yield one


def packed(centre, tmp_path, **more):
    file = tmp_path / "backup.zip"
    return file, call("backup", centre, out=str(file), **more)


def back(file, folder, **more):
    return call("restore", None, file=str(file), folder=str(folder), **more)


def test_what_comes_back_is_what_was_there_in_either_database(full, tmp_path, address):
    before = held(full.casebook, *SAID, *STANDS, *REST[:-1])
    file, told = packed(full, tmp_path, secrets=True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    made = back(file, tmp_path / "new", casebook=address, sha256=told["sha256"])
    new = Centre.open(tmp_path / "new")
    assert (str(new.casebook) == address) == bool(address)
    assert held(new.casebook, *SAID, *STANDS, *REST[:-1]) == before
    assert made["rows"] > 40
    assert (verify(new.casebook).broken, verify(new.casebook).rows > 3) == (None, True)
    assert [hit.entity.label for hit in asked.search(new.casebook, "bridge")]
    assert call("search", new.case("main"))["found"] == 2
    assert who(new, enter(new, "ada", WORD)).cases == ("main",)
    assert decide(new.casebook, "n1", "named", {"name": "Another"}, "ada") > 2, "numbers go on"
    assert [one.state for one in kept.jobs(new.casebook)] == ["cancelled"]
    files = {
        p.relative_to(full.path).as_posix() for d in ("evidence", "cases") for p in (full.path / d).rglob("*")
    }
    again = {
        p.relative_to(new.path).as_posix() for d in ("evidence", "cases") for p in (new.path / d).rglob("*")
    }
    assert {name for name in files ^ again if not name.endswith("lock")} == set()


def test_nothing_that_opens_a_door_is_in_it_unless_asked(full, tmp_path, monkeypatch):
    with (full.path / "centre.toml").open("a") as settings:
        settings.write('[translation]\nendpoint = "https://user:hunter2@translate.example.org/x"\n')
    session = enter(full, "root", WORD)
    secret = second_factor.begin(full, "ada")["secret"]
    token = call("token", full, acting=who(full, session), action="add", label="x", user="root")["secret"]
    file, _ = packed(full, tmp_path)
    with zipfile.ZipFile(file) as archive:
        told = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
        assert not [n for n in archive.namelist() if "sessions" in n or "tokens" in n]
    for one in ("argon2", "hunter2", secret, session, token):
        assert one not in told
    back(file, tmp_path / "new")
    new = Centre.open(tmp_path / "new")
    assert [one.user_name for one in users(new.casebook)] == ["ada", "root"]
    assert (who(new, session), bearer(new, token, "read")) == (None, None)
    with pytest.raises(Refused):
        enter(new, "root", WORD)
    link = new.user("reset", "root")["link"]
    from floodwatch.centre.entering import accept

    assert who(new, accept(new, link, WORD)).role == "admin"


def test_a_place_that_is_in_use_is_left_alone(full, tmp_path, address):
    file, _ = packed(full, tmp_path)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "mine.txt").write_text("mine")
    with pytest.raises(CentreError, match="into a new folder"):
        back(file, tmp_path / "new", casebook=address)
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["mine.txt"]
    if address:
        record.add(address, ALL)
        with pytest.raises(CentreError, match="is not empty"):
            back(file, tmp_path / "other", casebook=address)
        assert not (tmp_path / "other").exists()
        assert held(address, "cases") == {"cases": []}


@pytest.fixture(scope="module")
def small_backup(tmp_path_factory, empty_book):
    """A backup of a small centre, to be spoilt."""
    import shutil

    folder = tmp_path_factory.mktemp("spoilt")
    shutil.copy(empty_book, folder / "casebook.db")
    (folder / "centre.toml").write_text("schema = 1\n")
    centre = Centre.open(folder)
    ingest(centre, "main")
    file = folder.parent / "whole.zip"
    call("backup", centre, out=str(file))
    return file


def spoilt(source, target, change):
    """A copy of a backup in which entries are others: `change` gets entries by name and may change what they hold."""
    with zipfile.ZipFile(source) as archive:
        entries = [(zipfile.ZipInfo(one.filename), archive.read(one)) for one in archive.infolist()]
    for info, _ in entries:
        info.external_attr = 0o600 << 16
    with zipfile.ZipFile(target, "w") as archive:
        for info, text in change(entries):
            archive.writestr(info, text)


def listed(entries, edit):
    """The list of files, edited."""
    ((info, text),) = [e for e in entries if e[0].filename == archives.MANIFEST]
    told = json.loads(text)
    edit(told)
    return [*(e for e in entries if e[0].filename != archives.MANIFEST), (info, json.dumps(told))]


def named(entries, name, text=b"x"):
    """One more file, which is in the list too."""
    import hashlib

    told = {"sha256": hashlib.sha256(text).hexdigest(), "bytes": len(text)}
    return [*listed(entries, lambda m: m["files"].update({name: told})), (zipfile.ZipInfo(name), text)]


def linked(entries):
    made = named(entries, "cases/main/link", b"/etc/passwd")
    made[-1][0].external_attr = (stat.S_IFLNK | 0o777) << 16
    return made


def changed_byte(entries):
    return [(i, t[:-2] + b" \n" if i.filename.endswith("audit.jsonl") else t) for i, t in entries]


SPOILT = {
    "one byte": changed_byte,
    "not in the list": lambda e: [*e, (zipfile.ZipInfo("cases/main/more"), b"x")],
    "missing": lambda e: [one for one in e if not one[0].filename.startswith("evidence/")],
    "twice": lambda e: [*e, e[0]],
    "out of the folder": lambda e: named(e, "../evil"),
    "far out": lambda e: named(e, "cases/../../evil"),
    "absolute": lambda e: named(e, "/tmp/evil"),  # noqa: S108
    "another system's": lambda e: named(e, "cases\\..\\evil"),
    "a drive": lambda e: named(e, "C:evil"),
    "a link": linked,
    "what no backup holds": lambda e: named(e, "bin/evil"),
    "a casebook of files": lambda e: named(e, "casebook.db"),
    "no list": lambda e: [one for one in e if one[0].filename != archives.MANIFEST],
    "a list that is none": lambda e: [(i, b"[]" if i.filename == archives.MANIFEST else t) for i, t in e],
    "a list without sizes": lambda e: listed(e, lambda m: m["files"]["centre.toml"].pop("bytes")),
    "another version": lambda e: listed(e, lambda m: m.update(tables="r9999")),
    "another form": lambda e: listed(e, lambda m: m.update(form=2)),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("how", SPOILT)
def test_a_file_in_which_anything_is_wrong_leaves_nothing(small_backup, tmp_path, how):
    spoilt(small_backup, tmp_path / "b.zip", SPOILT[how])
    with pytest.raises((FormatError, CentreError)):
        back(tmp_path / "b.zip", tmp_path / "in" / "new")
    assert list((tmp_path / "in").glob("**/*")) == []
    assert not list(tmp_path.glob("**/evil"))


@pytest.mark.parametrize("keep", [0, 10, 1000, -30])
def test_a_file_that_is_cut_off_or_none_leaves_nothing(small_backup, tmp_path, keep):
    (tmp_path / "b.zip").write_bytes(small_backup.read_bytes()[:keep])
    with pytest.raises(FormatError):
        back(tmp_path / "b.zip", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_the_hash_that_was_written_down_tells_another_backup(small_backup, tmp_path):
    with pytest.raises(FormatError, match="not the backup with this hash"):
        back(small_backup, tmp_path / "new", sha256="ab" * 32)
    assert back(small_backup, tmp_path / "new")["files"] > 5


def test_a_backup_that_breaks_off_leaves_no_file(small, tmp_path, monkeypatch):
    ingest(small, "main")
    monkeypatch.setattr(archives.Packing, "add_file", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OutOfSpace):
        call("backup", small, out=str(tmp_path / "b.zip"))
    assert list(tmp_path.glob("*.zip*")) == []
    assert list(tmp_path.glob(".*part")) == []


def test_a_backup_takes_the_place_of_nothing_and_holds_not_itself(small):
    ingest(small, "main")
    inside = small.path / "evidence" / "b.zip"
    call("backup", small, out=str(inside))
    with zipfile.ZipFile(inside) as archive:
        assert not [name for name in archive.namelist() if name.endswith((".zip", ".part", "lock"))]
    with pytest.raises(FloodwatchError, match="not there yet"):
        call("backup", small, out=str(inside))
