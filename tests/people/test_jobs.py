"""Jobs: asked for, done as far as the person may, stopped, taken up again when their worker died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from floodwatch.casebook import jobs as kept
from floodwatch.casebook.people import join, part
from floodwatch.casebook.write import add_case
from floodwatch.centre import call as door
from floodwatch.centre.allowed import incoming
from floodwatch.centre.call import call
from floodwatch.centre.running import ask, cancel, job, jobs, work
from floodwatch.model.acting import LOCAL
from floodwatch.model.errors import CentreError, NotAllowed, SettingError
from tests.people.conftest import HEAD, changed, first, ingest, somebody

NEVER = threading.Event()
DIES = """
import os, signal, sys, threading
from pathlib import Path
from floodwatch.centre.handles import Centre
from floodwatch.centre.running import work
usual = Path.replace
def dies(self, target):
    if str(target).endswith("index.json"):
        os.kill(os.getpid(), signal.SIGKILL)
    return usual(self, target)
Path.replace = dies
work(Centre.open(sys.argv[1]), threading.Event(), once=True, beat_s=0.1)
"""
"""A worker that is killed at the moment at which what it read would count."""


@pytest.fixture
def spoken(monkeypatch):
    """Verbs that say how far they are, and wait to be told to go on: `spoken(run)` sets what `plan` does."""

    def put(run):
        monkeypatch.setattr(door, "_run", lambda verb, place, progress, settings: run(progress))

    return put


def posts(centre, name="posts.csv", rows=50):
    incoming(centre).mkdir(exist_ok=True)
    told = [f"x,{n},a{n},2024-05-01T10:00:00Z,hello,https://e.org/{n}\n" for n in range(rows)]
    (incoming(centre) / name).write_text(HEAD + "".join(told), "utf-8")
    return str(incoming(centre) / name)


def test_a_job_is_done_and_says_what_came_of_it(centre):
    file = posts(centre)
    asked = ask(centre, LOCAL, "ingest", centre.case("main"), {"inputs": (file,), "platform": "x"})
    assert job(centre, asked)["state"] == "waiting"
    assert work(centre, NEVER, once=True) == 1
    told = job(centre, asked)
    assert (told["state"], told["share"], told["problem"]) == ("done", 1.0, "")
    assert call("search", centre.case("main"))["found"] == 50
    assert told["result"]


def test_a_job_that_fails_says_why_and_holds_no_data(centre, spoken):
    one = ask(centre, LOCAL, "ingest", centre.case("main"), {"inputs": ("/nowhere.csv",)})
    assert work(centre, NEVER, once=True) == 1
    assert (job(centre, one)["state"], "nowhere.csv" in job(centre, one)["problem"]) == ("failed", True)

    def breaks(progress):
        raise KeyError("a secret name")

    spoken(breaks)
    other = ask(centre, LOCAL, "detect", centre.case("main"), {})
    work(centre, NEVER, once=True)
    assert (
        job(centre, other)["problem"]
        == "Something unexpected went wrong: KeyError in breaks, line "
        + str(breaks.__code__.co_firstlineno + 1)
        + "."
    )


def test_asking_twice_with_a_key_is_asking_once(centre, clock):
    first(centre)
    ada = somebody(centre, "ada", "analyst")
    two = [ask(centre, ada, "lint", centre, {}, key="k") for _ in range(2)]
    assert (
        len({*two, ask(centre, LOCAL, "lint", centre, {}, key="k"), ask(centre, ada, "lint", centre, {})})
        == 3
    )


def test_what_may_not_be_done_is_refused_when_it_is_asked_for(centre, clock):
    first(centre)
    ingest(centre, "main")
    bob = somebody(centre, "bob", "reader", "", ("main",))
    with pytest.raises(NotAllowed, match="for the role analyst"):
        ask(centre, bob, "detect", centre.case("main"), {})
    with pytest.raises(CentreError, match="There is no case"):
        ask(centre, bob, "search", centre.case("other"), {})
    with pytest.raises(SettingError, match="no setting"):
        ask(centre, bob, "search", centre.case("main"), {"nonsense": 1})
    with pytest.raises(NotAllowed, match="in the background"):
        ask(centre, LOCAL, "work", centre, {})


def test_a_job_may_no_more_than_its_person_when_it_is_done(centre, clock):
    first(centre)
    add_case(centre.casebook, "main")
    ada = somebody(centre, "ada", "editor", "", ("main",))
    ids = []
    for change in ({"role": "reader"}, {"disabled": 1}):
        changed(centre, "ada", role="editor", disabled=0)
        ids.append(ask(centre, ada, "detect", centre.case("main"), {}))
        changed(centre, "ada", **change)
        work(centre, NEVER, once=True)
    changed(centre, "ada", role="editor", disabled=0)
    ids.append(ask(centre, ada, "detect", centre.case("main"), {}))
    part(centre.casebook, "main", "ada")
    work(centre, NEVER, once=True)
    told = [job(centre, one)["problem"].partition(".")[0] for one in ids]
    assert told == [
        "detect is for the role analyst, and yours is reader",
        "Whoever asked for this may not work here any longer",
        "There is no case main",
    ]
    join(centre.casebook, "main", "ada", "root")


def test_jobs_of_others_are_not_there(centre, clock):
    root = first(centre)
    assert root
    ada, bob = somebody(centre, "ada", "analyst"), somebody(centre, "bob", "analyst")
    one = ask(centre, ada, "lint", centre, {})
    assert [row["job"] for row in jobs(centre, ada)] == [one]
    assert jobs(centre, bob) == []
    told = set()
    for name in (one, "0123"):
        for ask_for in (job, cancel):
            with pytest.raises(CentreError) as refused:
                ask_for(centre, name, bob)
            told.add(str(refused.value).replace(name, "ID"))
    assert len(told) == 1
    assert call("job", centre, acting=ada, action="cancel", id=one)["job"]["state"] == "cancelled"


def test_a_job_that_runs_says_how_far_it_is_and_can_be_stopped(centre, spoken):
    running, seen = threading.Event(), []

    def slow(progress):
        progress("half of it", 0.5)
        running.set()
        while True:
            time.sleep(0.01)
            progress("half of it", 0.5)

    spoken(slow)
    one = ask(centre, LOCAL, "detect", centre.case("main"), {})
    thread = threading.Thread(target=work, args=(centre, NEVER, True, 0.02))
    thread.start()
    assert running.wait(30)
    while not (seen and seen[-1]["doing"]):
        seen.append(job(centre, one))
    assert (seen[-1]["state"], seen[-1]["doing"], seen[-1]["share"]) == ("running", "half of it", 0.5)
    assert cancel(centre, one)["stopping"]
    thread.join(30)
    assert (job(centre, one)["state"], job(centre, one)["problem"][:19]) == (
        "cancelled",
        "The job was stopped",
    )


def test_a_worker_that_ends_gives_its_job_back(centre, spoken):
    stop = threading.Event()

    def ends(progress):
        stop.set()
        progress("more", None)

    spoken(ends)
    one = ask(centre, LOCAL, "detect", centre.case("main"), {})
    assert work(centre, stop) == 0
    assert job(centre, one)["state"] == "waiting"
    spoken(lambda progress: {"fine": True})
    assert work(centre, NEVER, once=True) == 1
    assert job(centre, one)["result"] == {"fine": True}


def test_of_one_case_only_one_job_runs_at_a_time(centre):
    one = kept.add(centre.casebook, "detect", "main", {}, "", {})
    two = kept.add(centre.casebook, "detect", "main", {}, "", {})
    three = kept.add(centre.casebook, "detect", "other", {}, "", {})
    four = kept.add(centre.casebook, "lint", "", {}, "", {})
    taken = [kept.take(centre.casebook, f"w{n}", 60) for n in range(5)]
    assert [found and found.job_id for found in taken] == [one, three, four, None, None]
    assert kept.end(centre.casebook, one, "w0", kept.DONE)
    assert kept.take(centre.casebook, "w5", 60).job_id == two


def test_workers_that_come_at_once_take_different_jobs(centre):
    ids = [kept.add(centre.casebook, "lint", "", {}, "", {}) for _ in range(12)]
    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(lambda n: kept.take(centre.casebook, f"w{n}", 60).job_id, range(12)))
    assert sorted(taken) == sorted(ids)


def test_a_worker_of_whom_nothing_is_heard_loses_its_job_and_cannot_end_it(centre):
    one = kept.add(centre.casebook, "detect", "main", {}, "", {})
    assert kept.take(centre.casebook, "old", 60).job_id == one
    assert kept.take(centre.casebook, "new", 60) is None
    assert kept.take(centre.casebook, "new", -1).job_id == one
    assert kept.beat(centre.casebook, one, "old", "x", None) == "lost"
    assert not kept.end(centre.casebook, one, "old", kept.DONE, {"wrong": 1})
    assert kept.beat(centre.casebook, one, "new", "x", None) == "go on"
    assert kept.end(centre.casebook, one, "new", kept.DONE, {"right": 1})
    assert kept.job(centre.casebook, one).result == {"right": 1}


def test_a_job_that_kills_its_workers_ends(centre):
    one = kept.add(centre.casebook, "detect", "main", {}, "", {})
    tried = [kept.take(centre.casebook, "w", -1) for _ in range(kept.MOST_TRIES + 1)]
    assert [found is not None for found in tried] == [True] * kept.MOST_TRIES + [False]
    assert "ended 3 times" in kept.job(centre.casebook, one).problem


def test_a_killed_worker_loses_nothing(centre):
    file = posts(centre)
    one = ask(centre, LOCAL, "ingest", centre.case("main"), {"inputs": (file,)})
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run(
        [sys.executable, "-c", DIES, str(centre.path)], env=env, check=False
    ).returncode == (-signal.SIGKILL)
    assert job(centre, one)["state"] == "running"
    assert work(centre, NEVER, once=True, stale_s=3600) == 0, "not yet taken for dead"
    assert work(centre, NEVER, once=True, stale_s=-1) == 1
    assert job(centre, one)["state"] == "done"
    assert call("search", centre.case("main"))["found"] == 50


def test_the_key_that_locks_everybody_out_stops_their_jobs_and_no_others(centre, clock):
    first(centre)
    ada = somebody(centre, "ada", "analyst")
    theirs, own = ask(centre, ada, "lint", centre, {}), ask(centre, LOCAL, "lint", centre, {})
    centre.people("lock")
    assert (job(centre, theirs)["state"], job(centre, own)["state"]) == ("cancelled", "waiting")
