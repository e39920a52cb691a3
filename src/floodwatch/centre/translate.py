"""`floodwatch translate`: posts in another language, for reading; by the machine that is set up, or by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import SettingError
from floodwatch.model.units import Progress, Rows

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case


def translate(
    case: Case, progress: Progress, posts: tuple[str, ...] = (), to: str = "en", by: str = "", text: str = ""
) -> dict[str, Any]:
    """Record the translation that a person made, or ask the machine for those that are not there; show them all."""
    from floodwatch.casebook.read import translations
    from floodwatch.centre.marked_case import of_case
    from floodwatch.centre.tables import opened
    from floodwatch.tools.language_models import tag
    from floodwatch.views.translations import originals, view

    target = tag(to)
    if not posts or bool(by.strip()) != bool(text.strip()) or (by and len(posts) > 1):
        raise SettingError(
            "It is not said what to do",
            do="Name posts; for your own translation one post, with --by NAME and --text TEXT.",
        )
    with opened(case) as engine:
        found = originals(engine, posts, marks=of_case(case.centre, case.name).labels())
        if by:
            _keep(case, found[0], target, text, "human", by)
        else:
            _by_machine(case, progress, found, target)
        return {"target": target, **view(engine, posts, translations(case.centre.casebook, case.name))}


def _by_machine(case: Case, progress: Progress, posts: Rows, target: str) -> None:
    """Ask for what this machine has not translated yet; nothing is sent where one post may not be."""
    from floodwatch.casebook.read import translations
    from floodwatch.centre.engines import centre_settings
    from floodwatch.centre.translator import translator

    machine = translator(centre_settings(case.centre.path))
    machine.check(posts)
    known = translations(case.centre.casebook, case.name)
    held = {tuple(t[k] for k in KEY) for t in known if t["made_by"] == "machine"}
    new = [
        p for p in posts if (p["ref"], p["sha256"], target, machine.name) not in held and p["text"].strip()
    ]
    for number, post in enumerate(new):
        progress(f"translating {post['ref']}", number / len(new))
        source = "auto" if machine.leaves else post["source"]
        _keep(case, post, target, machine.translate(post["text"], source, target), "machine", machine.name)


KEY = ("ref", "sha256", "target", "author")


def _keep(case: Case, post: dict[str, Any], target: str, text: str, made_by: str, author: str) -> None:
    from floodwatch.casebook.write import add_translation

    book = case.centre.casebook
    add_translation(book, case.name, post["ref"], post["sha256"], target, text, made_by, author)
