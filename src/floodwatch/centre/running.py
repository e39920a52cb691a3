"""Jobs of a centre: somebody asks for a verb, and a worker does it in the background, as far as that person may then.

A worker that dies loses nothing: what a verb wrote is whole, and another worker begins the job again. Verbs go on from
what is there: files that were read are not read again, and only what is stale is computed.
"""

from __future__ import annotations

import os
import platform
import threading
import traceback
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from floodwatch.model.acting import ADMIN, LOCAL, ROLES, Acting, narrower
from floodwatch.model.errors import Cancelled, CentreError, FloodwatchError, NotAllowed
from floodwatch.model.markings import Marking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from floodwatch.casebook.jobs import Job
    from floodwatch.casebook.store import Book
    from floodwatch.centre.handles import Case, Centre

BEAT_S, STALE_S, PAUSE_S = 5.0, 60.0, 1.0
"""How often a worker says that it lives, after how long it is taken for dead, and how often it looks for work."""


def ask(
    centre: Centre, acting: Acting, verb: str, place: Case | Centre, settings: Mapping[str, Any], key: str = ""
) -> str:  # fmt: skip
    """Ask for a verb to be done in the background; gives the id of the job.

    What the person may not do, and settings that make no sense, are refused now. A `key` makes asking again harmless.
    """
    from floodwatch.casebook.jobs import add
    from floodwatch.centre.allowed import must_be_allowed
    from floodwatch.centre.call import checked, verb_named
    from floodwatch.centre.reasons import must_have_reason

    one, case = verb_named(verb), _case(place)
    if one.local:
        raise NotAllowed(f"{verb} cannot be done in the background", do="Use the command line.")
    told = checked(one, settings)
    must_be_allowed(one, acting, centre, case, told)
    must_have_reason(verb, acting, centre, told)
    name = case.name if case else ""
    return add(centre.casebook, verb, name, _given(told, settings), acting.user, asdict(acting), key)


def _given(told: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(v) if isinstance(v, tuple) else v for name, v in told.items() if name in settings}


def work(
    centre: Centre, stop: threading.Event, once: bool = False, beat_s: float = BEAT_S, stale_s: float = STALE_S
) -> int:  # fmt: skip
    """Do jobs until `stop` is set, or, where `once`, until none waits; gives how many ended."""
    from floodwatch.casebook.jobs import take
    from floodwatch.tools.secrets import short

    worker, done = f"{platform.node()}-{os.getpid()}-{short(4)}", 0
    while not stop.is_set():
        found = take(centre.casebook, worker, stale_s)
        if found is not None:
            done += _Run(centre, found, worker, stop, beat_s).do()
        elif once:
            break
        else:
            stop.wait(PAUSE_S)
    return done


class _GivenBack(BaseException):
    """The worker is to end, or the job is another's by now."""


@dataclass(slots=True)
class _Run:
    """One job being done."""

    centre: Centre
    job: Job
    worker: str
    ending: threading.Event
    beat_s: float
    doing: str = ""
    share: float | None = None
    told: str = "go on"

    def do(self) -> int:
        """Do it, and say what came of it; 1 where it is over, 0 where somebody goes on with it."""
        from floodwatch.casebook import jobs

        book, mine = self.centre.casebook, (self.job.job_id, self.worker)
        try:
            with self._beating(book):
                result = self._called()
            jobs.end(book, *mine, jobs.DONE, result)
        except _GivenBack:
            jobs.give_back(book, *mine)
            return 0
        except Cancelled as problem:
            jobs.end(book, *mine, jobs.CANCELLED, problem=problem.message())
        except Exception as problem:
            jobs.end(book, *mine, jobs.FAILED, problem=_said(problem))
        except BaseException:
            jobs.give_back(book, *mine)
            raise
        self._told()
        return 1

    def _told(self) -> None:
        """Tell the webhooks that listen that the job ended."""
        from floodwatch.casebook.jobs import job
        from floodwatch.centre.hooks import told_of_job

        now = job(self.centre.casebook, self.job.job_id)
        if now is not None and now.ended_at:
            told_of_job(self.centre, now.job_id, now.verb, now.case_name, now.state)

    def _called(self) -> dict[str, Any]:
        from floodwatch.centre.call import call

        acting = standing(self.centre, self.job.acting)
        place = self.centre.case(self.job.case_name) if self.job.case_name else self.centre
        return call(self.job.verb, place, self._progress, acting=acting, **self.job.settings)

    def _progress(self, what: str, share: float | None = None) -> None:
        """What verbs call: keeps how far it is, and ends the job where somebody asked for that."""
        self.doing, self.share = what, share
        if self.told == "stop":
            raise Cancelled("The job was stopped", do="Ask for it again when it is wanted.")
        if self.told == "lost" or self.ending.is_set():
            raise _GivenBack

    @contextmanager
    def _beating(self, book: Book) -> Iterator[None]:
        """Another thread says that this one lives, however long a query takes, and hears whether to stop."""
        over = threading.Event()

        def beat() -> None:
            from floodwatch.casebook import jobs

            while not over.is_set():
                try:
                    self.told = jobs.beat(book, self.job.job_id, self.worker, self.doing, self.share)
                except Exception:
                    self.doing = self.doing or "waiting for the casebook"  # it may be back at the next beat
                over.wait(self.beat_s)

        thread = threading.Thread(target=beat, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def standing(centre: Centre, asked: Mapping[str, Any]) -> Acting:
    """Whoever asked, with no more than he could then and can now (NotAllowed where he can nothing any longer)."""
    from floodwatch.casebook.people import user

    then = Acting(**{**asked, "ceiling": Marking(*asked["ceiling"]), "cases": _cases(asked["cases"])})
    if then.local:
        return LOCAL
    found = user(centre.casebook, then.user)
    if found is None or found.disabled:
        raise NotAllowed("Whoever asked for this may not work here any longer")
    now = found.acting()
    cases = now.cases if then.cases is None else then.cases
    return replace(
        then,
        role=ROLES[min(ROLES.index(then.role), ROLES.index(now.role))],
        ceiling=narrower(then.ceiling, now.ceiling),
        cases=cases
        if now.cases is None or cases is None
        else tuple(one for one in cases if one in now.cases),
        alias=now.alias,
    )


def _cases(told: list[str] | None) -> tuple[str, ...] | None:
    return None if told is None else tuple(told)


def jobs(centre: Centre, acting: Acting = LOCAL, most: int = 100) -> list[dict[str, Any]]:
    """One's own jobs, an administrator's all, newest first, without their results."""
    from floodwatch.casebook.jobs import jobs as kept
    from floodwatch.centre.allowed import hidden

    away = hidden(centre, acting)
    mine = None if acting.may(ADMIN) else acting.user
    return [_row(one) for one in kept(centre.casebook, mine, most=most) if one.case_name not in away]


def job(centre: Centre, job_id: str, acting: Acting = LOCAL) -> dict[str, Any]:
    """One job with its result (CentreError where there is none for this person)."""
    one = _mine(centre, job_id, acting)
    return {**_row(one), "result": one.result}


def cancel(centre: Centre, job_id: str, acting: Acting = LOCAL) -> dict[str, Any]:
    """Stop a job: at once where it waits, at its next step where it runs."""
    from floodwatch.casebook.jobs import stop

    stop(centre.casebook, _mine(centre, job_id, acting).job_id)
    return _row(_mine(centre, job_id, acting))


def _mine(centre: Centre, job_id: str, acting: Acting) -> Job:
    from floodwatch.casebook.jobs import job as kept
    from floodwatch.centre.allowed import hidden

    found = kept(centre.casebook, job_id)
    theirs = found is not None and not (acting.may(ADMIN) or found.asked_by == acting.user)
    if found is None or theirs or found.case_name in hidden(centre, acting):
        raise CentreError(f"There is no job {job_id}", do="See: floodwatch job list")
    return found


def _row(one: Job) -> dict[str, Any]:
    return {
        "job": one.job_id, "verb": one.verb, "case": one.case_name, "state": one.state, "doing": one.doing,
        "share": one.share, "asked_by": one.asked_by, "asked_at": one.asked_at, "began_at": one.began_at,
        "ended_at": one.ended_at, "stopping": one.stop_asked and not one.ended_at, "problem": one.problem,
    }  # fmt: skip


def _case(place: Case | Centre) -> Case | None:
    from floodwatch.centre.handles import Case

    return place if isinstance(place, Case) else None


def _said(problem: Exception) -> str:
    """What went wrong, in a sentence; of what nobody thought of the place in the code, and no data."""
    if isinstance(problem, FloodwatchError):
        return problem.message()
    last = traceback.extract_tb(problem.__traceback__)[-1]
    return f"Something unexpected went wrong: {type(problem).__name__} in {last.name}, line {last.lineno}."
