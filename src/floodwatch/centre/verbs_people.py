"""Verbs about people: users, tokens, the lock, scope notes, the audit log. Loading this file must stay cheap."""

from __future__ import annotations

from floodwatch.model.acting import ROLES, SCOPES
from floodwatch.model.units import Parameter, Verb

NAME = Parameter("name", "", "Login name of the person.", positional=True)
UPTO = (
    Parameter("tlp", "", "The strictest marking that may be seen (TLP)."),
    Parameter("pap", "", "The same by what may be done with it (PAP)."),
)


def _action(*choices: str) -> Parameter:
    return Parameter("action", choices[0], "What to do.", choices=choices, positional=True)


PEOPLE: tuple[Verb, ...] = (
    Verb(
        "user",
        "List who works here; invite somebody, or change role, ceiling and names; disable; or reset with a new link.",
        "floodwatch.centre.people:user",
        (
            _action("list", "add", "change", "disable", "enable", "reset"),
            NAME,
            Parameter("role", "", "What the person may do.", choices=("", *ROLES)),
            *UPTO,
            Parameter("unlimited", False, "No ceiling at all, in place of one."),
            Parameter("shown", "", "The name that colleagues read."),
            Parameter("alias", "", "The name under which decisions and releases go out."),
            Parameter(
                "email", "", "Verified address by which another provider knows the person; - for none."
            ),
            Parameter("subject", "", "Id by which another provider knows the person; - for none."),
        ),
        on="centre",
    ),
    Verb(
        "people",
        "Say whether the centre is locked and who is in; end all sessions and tokens at once; unlock at the machine.",
        "floodwatch.centre.people:people",
        (_action("show", "lock", "unlock"),),
        on="centre",
    ),
    Verb(
        "token",
        "List, make or revoke tokens by which programs ask in a person's name; the secret is shown once.",
        "floodwatch.centre.tokens:token",
        (
            _action("list", "add", "revoke"),
            Parameter("label", "", "What the token is for (add), or its prefix (revoke).", positional=True),
            Parameter("scope", "read", "What it may do.", choices=SCOPES),
            Parameter("cases", (), "Only these cases; all of its owner's when empty."),
            *UPTO,
            Parameter("days", 90, "How long it works.", "days"),
            Parameter("user", "", "Whose token it is; one's own when empty."),
        ),
        on="centre",
    ),
    Verb(
        "audit",
        "Show who did and saw what, the latest first; or verify that no line of the log was changed or left out.",
        "floodwatch.centre.audit:audit",
        (
            _action("show", "verify"),
            Parameter("who", "", "Only this person."),
            Parameter("verb", "", "Only this verb or view."),
            Parameter("since", "", "Only from this day or moment on, as YYYY-MM-DD."),
            Parameter("limit", 50, "So many lines at most.", "lines"),
        ),
        on="centre",
    ),
    Verb(
        "scope",
        "Show or write why a case is looked into and on which ground; say who works on it; list overdue reviews.",
        "floodwatch.centre.scope:scope",
        (
            _action("show", "write", "join", "part", "overdue"),
            Parameter("user", "", "Login name of who joins or parts.", positional=True),
            Parameter("purpose", "", "What the case is for."),
            Parameter("question", "", "The question that it is to answer."),
            Parameter("basis", "", "The lawful basis on which personal data is processed."),
            Parameter("sees", "", "Who may see it."),
            Parameter("retention", "", "How long its data is kept, and what happens then."),
            Parameter("nexus", "", "What points to a foreign or inauthentic actor; for public bodies."),
            Parameter("review", "", "Day on which somebody asks whether it should go on, as YYYY-MM-DD."),
        ),
    ),
    Verb(
        "job",
        "List jobs that are done in the background, show one with what came of it, or stop it.",
        "floodwatch.centre.job:job",
        (_action("list", "show", "cancel"), Parameter("id", "", "Id of the job.", positional=True)),
        on="centre",
    ),
    Verb(
        "work",
        "Do the jobs that people asked for in the background, one after the other, until it is stopped.",
        "floodwatch.centre.job:work",
        (Parameter("once", False, "End when no job waits."),),
        on="centre",
        local=True,
    ),
    Verb(
        "backup",
        "Write a whole centre into one file: settings, casebook, evidence and cases, each file with its hash.",
        "floodwatch.centre.backup:backup",
        (
            Parameter("out", "", "The file, which is not there yet.", positional=True),
            Parameter(
                "secrets", False, "With what opens doors: hashes of passwords, tokens, second factors."
            ),
            Parameter("wait", 60, "How long to wait while another process writes to a case.", "seconds"),
        ),
        on="centre",
        local=True,
    ),
    Verb(
        "restore",
        "Make a centre from the file that a backup wrote, in an empty folder, after every hash was checked.",
        "floodwatch.centre.restore:restore",
        (
            Parameter("file", "", "The backup.", positional=True),
            Parameter("folder", "", "The folder of the centre, which is empty or new.", positional=True),
            Parameter(
                "casebook", "", "Address of an empty PostgreSQL database; a file in the folder when empty."
            ),
            Parameter("sha256", "", "The hash that the backup gave; refused where it is another one."),
        ),
        on="nothing",
        local=True,
    ),
)
"""Part of `centre.verbs.VERBS`."""
