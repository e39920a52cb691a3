"""`Centre` and `Case`: what a notebook holds. Every method is one line; the verbs do the work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.model.acting import acting
from floodwatch.model.errors import CentreError

if TYPE_CHECKING:
    from floodwatch.lake.layout import CaseFolder

SETTINGS = "centre.toml"


class Centre:
    """A folder with settings, a casebook, evidence and cases."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __repr__(self) -> str:
        return f"Centre({str(self.path)!r})"

    @classmethod
    def open(cls, path: str | Path) -> Centre:
        """Open the centre in a folder (CentreError when there is none)."""
        if not (Path(path) / SETTINGS).is_file():
            raise CentreError(
                "This folder is not a centre", where=str(path), do=f"Run: floodwatch init {path}"
            )
        return cls(Path(path))

    @classmethod
    def init(cls, path: str | Path) -> Centre:
        """Make an empty centre, or open the one that is there."""
        from floodwatch.centre.init import init

        return cls(Path(init(None, folder=str(path))["centre"]))

    @property
    def casebook(self) -> Path | str:
        """The casebook: its file, or the address of the database that centre.toml names."""
        from floodwatch.centre.engines import casebook

        return casebook(self.path)

    @property
    def cases(self) -> list[str]:
        """Names of the cases."""
        from floodwatch.casebook.read import cases

        return cases(self.casebook)

    def coordinate(self, *inputs: str | Path, **settings: Any) -> dict[str, Any]:
        """Run one published rule of co-action on one file; no case is touched."""
        return coordinate(*inputs, **settings)

    def plan(self, *inputs: str | Path, **settings: Any) -> dict[str, Any]:
        """Estimate a run over files; no case is touched."""
        return plan(*inputs, **settings)

    def weigh(self, file: str | Path, **settings: Any) -> dict[str, Any]:
        """Explanations against evidence, from a file; no case is touched."""
        return weigh(file, **settings)

    def actor(self, name: str = "", **settings: Any) -> dict[str, Any]:
        """Who goes by a name, under which other names, and what is said of them; or a decision about their names."""
        return self._call("actor", name=name, **settings)

    def incident(self, name: str = "", **settings: Any) -> dict[str, Any]:
        """Intrusions and thefts, and what they come to without counting anything twice."""
        return self._call("incident", name=name, **settings)

    def election(self, name: str = "", **settings: Any) -> dict[str, Any]:
        """The calendar of elections with offices, candidates, and who is said to aim at them."""
        return self._call("election", name=name, **settings)

    def judge(self, action: str = "list", *words: str, **settings: Any) -> dict[str, Any]:
        """Judgements with likelihood, confidence and basis; or a new one, or a decision about one."""
        return self._call("judge", action=action, words=words, **settings)

    def forecast(self, action: str = "list", *words: str, **settings: Any) -> dict[str, Any]:
        """Forecasts, those that are due, and how good they were; or a new one, an update, an outcome."""
        return self._call("forecast", action=action, words=words, **settings)

    def knowledge(self, action: str = "list", *inputs: str | Path, **settings: Any) -> dict[str, Any]:
        """Import what others know, list what was imported, or export what is known."""
        return self._call("knowledge", action=action, inputs=tuple(map(str, inputs)), **settings)

    def lint(self, *inputs: str | Path, **settings: Any) -> dict[str, Any]:
        """What is to be mended in the language of documents, asking the casebook who retells whom."""
        return self._call("lint", inputs=tuple(map(str, inputs)), **settings)

    def marking(self, source: str | Path = "", **settings: Any) -> dict[str, Any]:
        """How sources are marked and who wants to be asked; or a decision about one."""
        return self._call("marking", source=str(source), **settings)

    def dissemination(self, file: str | Path = "", **settings: Any) -> dict[str, Any]:
        """What was handed to whom, after the record of a hand-over where one is given."""
        return self._call("dissemination", file=str(file), **settings)

    def verify(self, what: str = "report", file: str | Path = "") -> dict[str, Any]:
        """Whether the figures of a frozen report follow from the evidence beside it; no case is touched."""
        return verify(what, file)

    def withdraw(self, ref: str = "", **settings: Any) -> dict[str, Any]:
        """What was withdrawn; or one thing is, with all that rests on it."""
        return self._call("withdraw", ref=ref, **settings)

    def share(self, action: str = "list", **settings: Any) -> dict[str, Any]:
        """The collections from which others fetch; or bring them up to date, or withdraw what is in them."""
        return self._call("share", action=action, **settings)

    def user(self, action: str = "list", name: str = "", **settings: Any) -> dict[str, Any]:
        """Who works here; or somebody is invited, changed, disabled or reset."""
        return self._call("user", action=action, name=name, **settings)

    def people(self, action: str = "show") -> dict[str, Any]:
        """How the doors stand; or `lock` everybody out at once, and `unlock`."""
        return self._call("people", action=action)

    def token(self, action: str = "list", label: str = "", **settings: Any) -> dict[str, Any]:
        """Tokens by which programs ask in a person's name."""
        return self._call("token", action=action, label=label, **settings)

    def job(self, action: str = "list", id: str = "") -> dict[str, Any]:
        """Jobs in the background; or one with its result, or one is stopped."""
        return self._call("job", action=action, id=id)

    def audit(self, action: str = "show", **settings: Any) -> dict[str, Any]:
        """Who did and saw what; or whether the log is whole."""
        return self._call("audit", action=action, **settings)

    def _call(self, verb: str, **settings: Any) -> dict[str, Any]:
        from floodwatch.centre.call import call

        return call(verb, self, **settings)

    def case(self, name: str = "main") -> Case:
        """The case of that name, made when it is new; over the network one that there is (CentreError)."""
        found = Case(self, name)
        if not acting().local:
            from floodwatch.centre.allowed import must_see

            must_see(self, acting(), name)
        return found


def coordinate(*inputs: str | Path, **settings: Any) -> dict[str, Any]:
    """Run one published rule of co-action on one file: the verb `coordinate`."""
    from floodwatch.centre.call import call

    return call("coordinate", None, inputs=tuple(map(str, inputs)), **settings)


def plan(*inputs: str | Path, **settings: Any) -> dict[str, Any]:
    """Estimate what a run over the files will cost: the verb `plan`."""
    from floodwatch.centre.call import call

    return call("plan", None, inputs=tuple(map(str, inputs)), **settings)


def weigh(file: str | Path, **settings: Any) -> dict[str, Any]:
    """Weigh the explanations and the evidence of a file: the verb `weigh`."""
    from floodwatch.centre.call import call

    return call("weigh", None, file=str(file), **settings)


def verify(what: str = "report", file: str | Path = "") -> dict[str, Any]:
    """Recount a frozen report from its evidence: the verb `verify`."""
    from floodwatch.centre.call import call

    return call("verify", None, what=what, file=str(file))


def sample(out: str | Path = "sample", **settings: Any) -> dict[str, Any]:
    """Write the synthetic sample case: the verb `sample`."""
    from floodwatch.centre.call import call

    return call("sample", None, out=str(out), **settings)


class Case:
    """One investigation of a centre."""

    def __init__(self, centre: Centre, name: str) -> None:
        if not name or not all(c.isalnum() or c in "-_." for c in name) or name.startswith("."):
            raise CentreError(f"A case cannot be called {name!r}", do="Use letters, digits, - and _.")
        self.centre, self.name = centre, name

    def __repr__(self) -> str:
        return f"{self.centre!r}.case({self.name!r})"

    @property
    def folder(self) -> CaseFolder:
        """Where the case lies."""
        from floodwatch.lake.layout import case_folder

        return case_folder(self.centre.path, self.name)

    def ingest(self, *inputs: str | Path, **settings: Any) -> dict[str, Any]:
        """Read files into the case."""
        return self._call("ingest", inputs=tuple(map(str, inputs)), **settings)

    def read(self, *inputs: str | Path, **settings: Any) -> dict[str, Any]:
        """Documents as clean text, with pages and places."""
        return self._call("read", inputs=tuple(map(str, inputs)), **settings)

    def detect(self, **settings: Any) -> dict[str, Any]:
        """Bring the findings up to date."""
        return self._call("detect", **settings)

    def investigate(self, *inputs: str | Path, **settings: Any) -> dict[str, Any]:
        """Ingest, detect and publish."""
        return self._call("investigate", inputs=tuple(map(str, inputs)), **settings)

    def narrative(self, action: str = "list", **settings: Any) -> dict[str, Any]:
        """List or show narratives, or decide about them."""
        return self._call("narrative", action=action, **settings)

    def publish(self, **settings: Any) -> dict[str, Any]:
        """Write the report and the exports."""
        return self._call("publish", **settings)

    def search(self, words: str = "", **settings: Any) -> dict[str, Any]:
        """The posts that hold some words."""
        return self._call("search", words=words, **settings)

    def account(self, account: str, **settings: Any) -> dict[str, Any]:
        """Everything that the case knows of one account."""
        return self._call("account", account=account, **settings)

    def lifecycle(self, **settings: Any) -> dict[str, Any]:
        """What was lost after each exposure or takedown, and who may have come after it."""
        return self._call("lifecycle", **settings)

    def outlets(self, outlet: str = "", **settings: Any) -> dict[str, Any]:
        """The media of states in the case: accounts by route, reach, relays."""
        return self._call("outlets", outlet=outlet, **settings)

    def queue(self, action: str = "list", *ref: str, **settings: Any) -> dict[str, Any]:
        """What waits for a person in the case; or a decision about some of it."""
        return self._call("queue", action=action, ref=ref, **settings)

    def log(self, action: str = "list", text: str = "", **settings: Any) -> dict[str, Any]:
        """The question, hypotheses, leads, dead ends and decisions of the case; or a new line."""
        return self._call("log", action=action, text=text, **settings)

    def report(self, action: str = "list", report: str = "", **settings: Any) -> dict[str, Any]:
        """Reports of the case; or a new one, or a step towards its release."""
        return self._call("report", action=action, report=report, **settings)

    def odds(self, network: str = "", **settings: Any) -> dict[str, Any]:
        """What speaks for one operator behind each network and its pairs of accounts, and what against."""
        return self._call("odds", network=network, **settings)

    def resembles(self, network: str = "", **settings: Any) -> dict[str, Any]:
        """Which known actors the networks resemble, and why."""
        return self._call("resembles", network=network, **settings)

    def framework(self, network: str = "", **settings: Any) -> dict[str, Any]:
        """A network or an actor in known frameworks, and what to consider against it."""
        return self._call("framework", network=network, **settings)

    def impact(self, network: str = "", **settings: Any) -> dict[str, Any]:
        """How far a network broke out, and how much of its engagement was its own."""
        return self._call("impact", network=network, **settings)

    def recurrence(self, **settings: Any) -> dict[str, Any]:
        """What of the case was met before, and decisions about labels, networks and access."""
        return self._call("recurrence", **settings)

    def watch(self, action: str = "run", *ids: str, **settings: Any) -> dict[str, Any]:
        """Evaluate watch rules, replay them over the past, and answer alerts."""
        return self._call("watch", action=action, ids=ids, **settings)

    def personas(self, network: str = "", **settings: Any) -> dict[str, Any]:
        """Who the members of each network say that they are."""
        return self._call("personas", network=network, **settings)

    def role(self, voice: str = "", part: str = "", **settings: Any) -> dict[str, Any]:
        """Which part voices have in the case; or a decision about one."""
        return self._call("role", voice=voice, part=part, **settings)

    def scope(self, action: str = "show", user: str = "", **settings: Any) -> dict[str, Any]:
        """Why the case is looked into and who works on it; or a new note, a new member."""
        return self._call("scope", action=action, user=user, **settings)

    def compare(self, left: str, right: str) -> dict[str, Any]:
        """What is different between two posts."""
        return self._call("compare", left=left, right=right)

    def translate(self, *posts: str, **settings: Any) -> dict[str, Any]:
        """Posts in another language, for reading."""
        return self._call("translate", posts=posts, **settings)

    def table(self, name: str, form: str = "arrow") -> Any:
        """A table of records or findings as `arrow`, `pandas` or `polars` (the last two if installed)."""
        from floodwatch.centre.tables import table

        return table(self, name, form)

    def _call(self, verb: str, **settings: Any) -> dict[str, Any]:
        from floodwatch.centre.call import call

        return call(verb, self, **settings)
